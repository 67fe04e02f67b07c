import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import type { ProjectFiles } from '../../server/src/core/project/project-files';
import {
  planAlpineBase,
  planSlimBase,
  type SlimBasePlan,
} from '../../server/src/core/rewrite/use-slim-base';
import { applyEdits } from '../../server/src/core/text/edit';
import { toProject } from '../harness/project';
import type { Files } from '../harness/split';

type Planner = typeof planSlimBase;

/** The image that takes the place of the base of a stage, or why none does. */
function plan(planner: Planner, text: string, project?: ProjectFiles, stageIndex = -1): string {
  const model = new DockerfileModel(text, project);
  const stage = model.stages.at(stageIndex);
  assert.ok(stage);
  const found: SlimBasePlan | undefined = planner(model, stage);
  if (found === undefined) return 'none';
  if (found.kind === 'refused') return found.reason;
  const changed = applyEdits(text, found.edits);
  assert.ok(changed.includes(found.image), changed);
  const check = /^HEALTHCHECK.*? CMD (\S+)/m.exec(changed)?.[1];
  return check === undefined ? found.image : `${found.image}, asked by ${check}`;
}

const node: Files = { 'package.json': '{ "dependencies": { "koa": "3" } }', 'a.js': '' };
const copy = 'COPY . /srv\n';
const builder = (image: string): string => `FROM ${image} AS build\nWORKDIR /app\nCOPY . .\n`;
const fromBuilder = 'FROM node:24\nCOPY --from=build /app /app\n';

const slims: readonly (readonly [string, string, Files | undefined, string])[] = [
  ['a plain program', `FROM node:24\n${copy}CMD node /srv/a.js\n`, node, 'node:24-slim'],
  [
    'an image by a variable',
    `ARG T=24\nFROM node:$T\n${copy}CMD node /srv/a.js\n`,
    node,
    'node:$T-slim',
  ],
  ['an unknown image', 'FROM example.org/x\n', node, 'none'],
  ['an image without a slim variant', 'FROM nginx:1.29\n', node, 'none'],
  ['an image without a tag', 'FROM node\n', node, 'none'],
  ['a slim image', 'FROM node:24-slim\n', node, 'none'],
  ['a builder', 'FROM golang:1.26\n', node, 'none'],
  ['another stage', 'FROM node:24 AS x\nFROM x\n', node, 'none'],
  ['a digest', `FROM node:24@sha256:${'0'.repeat(64)}\n`, node, 'The digest pins the full image.'],
  [
    'a health check by a variable',
    'FROM node:24\nHEALTHCHECK CMD $PROBE\n',
    node,
    'node:24-slim, asked by $PROBE',
  ],
  [
    'a tool that is lost',
    'FROM node:24\nRUN git version\n',
    node,
    'The stage runs git, which the slim variant lacks.',
  ],
  [
    'a program by a variable',
    'FROM node:24\nRUN $TOOL run\n',
    node,
    'Whether "$TOOL" needs what the slim variant lacks is not known.',
  ],
  [
    'a program of its own',
    'FROM node:24\nRUN ./frob\n',
    node,
    'Whether "frob" needs what the slim variant lacks is not known.',
  ],
  ['only a variable', 'FROM node:24\nRUN A=1\nRUN mkdir /x\n', node, 'node:24-slim'],
  [
    'a RUN that is not understood',
    'FROM node:24\nRUN "\n',
    node,
    'Not every RUN of the stage is understood.',
  ],
  [
    'packages of npm',
    'FROM node:24\nRUN npm ci\n',
    node,
    'What npm installs in this stage may need the compiler that the slim variant lacks; split the builder stage first.',
  ],
  [
    'packages of Python that are wheels',
    'FROM python:3.14\nRUN pip install flask\n',
    {},
    'python:3.14-slim',
  ],
  [
    'packages of Python that compile',
    'FROM python:3.14\nRUN pip install mysqlclient\n',
    {},
    'What pip installs in this stage may need the compiler that the slim variant lacks; split the builder stage first.',
  ],
  [
    'packages of an old Python',
    'FROM python:3.6\nRUN pip install flask\n',
    {},
    'What pip installs in this stage may need the compiler that the slim variant lacks; split the builder stage first.',
  ],
  [
    'packages of Python that nobody knows',
    'FROM python:3.14\nRUN pip install -r x.txt\n',
    {},
    'What pip installs in this stage may need the compiler that the slim variant lacks; split the builder stage first.',
  ],
  [
    'Python with packages of another kind',
    'FROM python:3.14\nRUN pip install flask && npm i -g x\n',
    {},
    'What pip installs in this stage may need the compiler that the slim variant lacks; split the builder stage first.',
  ],
  [
    'a package of Python at an address',
    'FROM python:3.14\nRUN pip install git+https://example.org/x.git\n',
    {},
    'What pip installs in this stage may need the compiler that the slim variant lacks; split the builder stage first.',
  ],
  [
    'packages of a slim builder',
    `${builder('node:24-slim')}RUN npm ci\n${fromBuilder}`,
    node,
    'node:24-slim',
  ],
  [
    'packages of a builder with libraries',
    `${builder('node:24-slim')}RUN apt-get install -y g++\n${fromBuilder}`,
    { 'package.json': '{ "dependencies": { "canvas": "3" } }' },
    'Whether what another stage brings needs libraries of the full image is not known.',
  ],
  [
    'packages of a builder',
    `${builder('node:24')}RUN npm ci\n${fromBuilder}`,
    node,
    'node:24-slim',
  ],
  [
    'a builder of another family',
    `${builder('golang:1.26')}${fromBuilder}`,
    node,
    'Whether what another stage brings needs libraries of the full image is not known.',
  ],
  [
    'a builder of Python',
    `${builder('python:3.14')}RUN pip install flask\nFROM python:3.14\nCOPY --from=build /app/venv /venv\n`,
    {},
    'python:3.14-slim',
  ],
  [
    'a builder that nobody knows',
    `${builder('example.org/x')}${fromBuilder}`,
    node,
    'Whether what another stage brings needs libraries of the full image is not known.',
  ],
  [
    'a builder without manifest',
    `${builder('node:24')}${fromBuilder}`,
    {},
    'Whether what another stage brings needs libraries of the full image is not known.',
  ],
  [
    'a builder without project',
    `${builder('node:24')}${fromBuilder}`,
    undefined,
    'Whether what another stage brings needs libraries of the full image is not known.',
  ],
  [
    'files of a build',
    `${builder('example.org/x')}FROM node:24\nCOPY --from=build /app/dist /app/dist\n`,
    node,
    'node:24-slim',
  ],
  [
    'one file',
    `${builder('example.org/x')}FROM node:24\nCOPY --from=build /app/a.js /app/\n`,
    node,
    'node:24-slim',
  ],
  [
    'an unknown folder',
    `${builder('example.org/x')}FROM node:24\nARG X\nCOPY --from=build $X /app/\n`,
    node,
    'Whether what another stage brings needs libraries of the full image is not known.',
  ],
  [
    'another image',
    'FROM node:24\nCOPY --from=example.org/x /usr/lib /usr/lib\n',
    node,
    'Whether what another stage brings needs libraries of the full image is not known.',
  ],
  [
    'a start with a lost tool',
    'FROM node:24\nENTRYPOINT ["git", "daemon"]\n',
    node,
    'ENTRYPOINT starts git, which the slim variant lacks.',
  ],
  [
    'a start with a lost tool in a shell',
    'FROM node:24\nCMD curl x && node a.js\n',
    node,
    'CMD starts curl, which the slim variant lacks.',
  ],
  ['a start of a later stage', 'FROM node:24 AS x\nFROM x\nCMD git daemon\n', node, 'none'],
  [
    'a needy package',
    'FROM node:24\n',
    { 'package.json': '{ "optionalDependencies": { "canvas": "3" } }' },
    'The package canvas may need programs or libraries of the full image.',
  ],
  [
    'a source that starts programs',
    'FROM node:24\n',
    { ...node, 'a.js': "require('child_process')" },
    'a.js starts programs, which the slim image may lack.',
  ],
  [
    'a source that names files of the system',
    'FROM node:24\n',
    { ...node, 'a.js': "read('/usr/share/zoneinfo/x')" },
    'a.js names files of the operating system.',
  ],
  [
    'a script with a lost tool',
    'FROM node:24\n',
    { ...node, 'run.sh': 'curl -f x' },
    'run.sh may run a program that the slim image lacks.',
  ],
  ['a plain script', 'FROM node:24\n', { ...node, 'run.sh': 'exec node a.js' }, 'node:24-slim'],
  [
    'a script on another family',
    'FROM ruby:3.4\n',
    { 'run.bash': 'git pull' },
    'run.bash may run a program that the slim image lacks.',
  ],
  [
    'Python that starts programs',
    'FROM python:3.14\n',
    { 'a.py': 'import subprocess' },
    'a.py may start a program or load a library that the slim image lacks.',
  ],
  [
    'Python that names files of the system',
    'FROM python:3.14\n',
    { 'a.py': "open('/usr/share/dict/words')" },
    'a.py names /usr/share/dict/words, which the slim image may lack.',
  ],
  ['plain Python', 'FROM python:3.14\n', { 'a.py': 'print(1)' }, 'python:3.14-slim'],
  [
    'a health check of node',
    'FROM node:24\nHEALTHCHECK CMD curl -f http://localhost:3000/\n',
    node,
    'node:24-slim, asked by node',
  ],
  [
    'a health check of Python',
    'FROM python:3.14\nHEALTHCHECK CMD curl -f http://localhost:3000/\n',
    {},
    'python:3.14-slim, asked by python',
  ],
  [
    'a health check of an old node',
    'FROM node:16\nHEALTHCHECK CMD curl -f http://localhost:3000/\n',
    node,
    'HEALTHCHECK runs curl, which the slim variant lacks.',
  ],
  [
    'a health check of another family',
    'FROM ruby:3.4\nHEALTHCHECK CMD curl -f http://localhost:3000/\n',
    {},
    'HEALTHCHECK runs curl, which the slim variant lacks.',
  ],
  [
    'a health check with two tools',
    'FROM node:24\nHEALTHCHECK CMD true && git status\n',
    node,
    'HEALTHCHECK runs git, which the slim variant lacks.',
  ],
  [
    'a health check with tools that stay',
    'FROM node:24\nHEALTHCHECK CMD node -e 1 || exit 1\n',
    node,
    'node:24-slim, asked by node',
  ],
  ['no health check', 'FROM node:24\nHEALTHCHECK NONE\n', node, 'node:24-slim'],
];
describe('the slim image of the same version', () => {
  for (const [title, text, files, expected] of slims) {
    test(title, () => {
      const project = files === undefined ? undefined : toProject(files);
      assert.equal(plan(planSlimBase, text, project), expected);
    });
  }

  test('a lost tool that a later stage starts or asks with', () => {
    for (const line of ['CMD ["git", "daemon"]', 'HEALTHCHECK CMD git status']) {
      const text = `FROM node:24 AS x\nFROM x\n${line}\n`;
      assert.match(
        plan(planSlimBase, text, toProject(node), 0),
        /git, which the slim variant lacks/,
      );
    }
  });

  for (const [image, file] of [
    ['node:24', 'a.js'],
    ['python:3.14', 'a.py'],
    ['ruby:3.4', 'a.sh'],
  ] as const) {
    test(`a file of ${image} that cannot be read`, () => {
      const project = toProject({});
      const lost = { ...project, paths: [...project.paths, file].sort() };
      assert.match(plan(planSlimBase, `FROM ${image}\n`, lost), /could be read|may run a program/);
    });
  }
});

const alpines: readonly (readonly [string, string, Files, string])[] = [
  ['a plain program: Alpine', `FROM node:24\n${copy}CMD node /srv/a.js\n`, node, 'node:24-alpine'],
  ['a slim image: Alpine', 'FROM python:3.14-slim-trixie\n', { 'a.py': '' }, 'python:3.14-alpine'],
  [
    'a server of files',
    'FROM nginx:1.29-bookworm\nCOPY . /usr/share/nginx/html\n',
    {},
    'nginx:1.29-alpine',
  ],
  [
    'a server with files of a stage',
    'FROM x AS build\nFROM httpd:2.4\nCOPY --from=build /x /usr/local/apache2/htdocs\n',
    {},
    'httpd:2.4-alpine',
  ],
  ['the latest image', 'FROM nginx:latest\n', {}, 'nginx:alpine'],
  ['an image without a tag: Alpine', 'FROM nginx\n', {}, 'nginx:alpine'],
  [
    'an unknown image: Alpine',
    'FROM example.org/x:1\n',
    {},
    'What the base image holds is not known.',
  ],
  ['a stage', 'FROM node:24 AS x\nFROM x\n', {}, 'What the base image holds is not known.'],
  ['Alpine', 'FROM node:24-alpine\n', {}, 'The image is Alpine already.'],
  ['another family', 'FROM ruby:3.4\n', {}, 'No Alpine image of the same version is known.'],
  ['another system', 'FROM ubuntu:24.04\n', {}, 'No Alpine image of the same version is known.'],
  ['a variable', 'ARG T=24\nFROM node:$T\n', {}, 'No Alpine image of the same version is known.'],
  [
    'a digest: Alpine',
    `FROM node:24@sha256:${'0'.repeat(64)}\n`,
    {},
    'No Alpine image of the same version is known.',
  ],
  [
    'a tag without Alpine',
    'FROM nginx:1.29-otel\n',
    {},
    'No Alpine image of the same version is known.',
  ],
  ['portable commands', 'FROM node:24\nRUN mkdir -p /x && chown node /x\n', node, 'node:24-alpine'],
  [
    'another command',
    'FROM node:24\nRUN apt-get update\n',
    node,
    'Whether "apt-get" does the same on Alpine is not known.',
  ],
  [
    'a command of the project',
    'FROM node:24\nRUN ./frob\n',
    node,
    'Whether "frob" does the same on Alpine is not known.',
  ],
  [
    'a command by a variable',
    'FROM node:24\nRUN $TOOL x\n',
    node,
    'Whether "$TOOL" does the same on Alpine is not known.',
  ],
  ['only a variable: Alpine', 'FROM node:24\nRUN A=1\n', node, 'node:24-alpine'],
  [
    'a RUN that is not understood: Alpine',
    'FROM node:24\nRUN "\n',
    node,
    'Not every RUN of the stage is understood.',
  ],
  [
    'another shell',
    'FROM node:24\nSHELL ["/bin/bash", "-c"]\n',
    node,
    'The stage sets another shell.',
  ],
  [
    'packages of another stage: Alpine',
    'FROM x AS build\nFROM node:24\nCOPY --from=build /app/node_modules /app/node_modules\n',
    node,
    'What another stage brings may need the C library of Debian.',
  ],
  [
    'a file of another image',
    'FROM node:24\nCOPY --from=example.org/x /a.js /app/\n',
    node,
    'What another stage brings may need the C library of Debian.',
  ],
  [
    'a site of another stage',
    'FROM x AS build\nFROM node:24\nCOPY --from=build /app/dist /app/dist\n',
    node,
    'node:24-alpine',
  ],
  [
    'a start by bash',
    'FROM node:24\nCMD ["/bin/bash", "-c", "node a.js"]\n',
    node,
    'CMD uses bash, which may not work on Alpine.',
  ],
  [
    'a start by a script',
    'FROM nginx:1.29\nENTRYPOINT ["/run.sh"]\n',
    {},
    'ENTRYPOINT uses run.sh, which may not work on Alpine.',
  ],
  [
    'a health check by curl',
    'FROM nginx:1.29\nHEALTHCHECK CMD curl -f http://localhost/\n',
    {},
    'HEALTHCHECK uses curl, which may not work on Alpine.',
  ],
  [
    'a health check by wget',
    'FROM nginx:1.29\nHEALTHCHECK CMD wget -q http://localhost/\n',
    {},
    'nginx:1.29-alpine, asked by wget',
  ],
  ['a start by a variable', 'FROM nginx:1.29\nCMD nginx $X\n', {}, 'nginx:1.29-alpine'],
  ['a start that is not understood', 'FROM node:24\nCMD node "a\n', node, 'CMD is not understood.'],
  [
    'machine code',
    'FROM node:24\n',
    { ...node, 'lib/x.node': '' },
    'lib/x.node may need the C library of Debian.',
  ],
  [
    'a source that starts programs: Alpine',
    'FROM node:24\n',
    { ...node, 'a.js': "require('child_process')" },
    'a.js starts programs, which the slim image may lack.',
  ],
];
describe('the Alpine image of the same version', () => {
  for (const [title, text, files, expected] of alpines) {
    test(title, () => {
      assert.equal(plan(planAlpineBase, text, toProject(files)), expected);
    });
  }

  test('not where other stages start from it', () => {
    const text = 'FROM node:24 AS x\nFROM x\n';
    assert.equal(
      plan(planAlpineBase, text, toProject(node), 0),
      'Other stages start from this one.',
    );
  });

  test('not where not all files are known', () => {
    const reason = 'The files of the project are not known.';
    const project = { ...toProject(node), complete: false };
    assert.equal(plan(planAlpineBase, 'FROM node:24\n', project), reason);
    assert.equal(plan(planAlpineBase, 'FROM node:24\n'), reason);
  });
});
