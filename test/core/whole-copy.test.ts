import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import { findWholeCopy } from '../../server/src/core/rewrite/copy-artifacts';
import { applyEdits } from '../../server/src/core/text/edit';
import { toProject } from '../harness/project';
import type { Files } from '../harness/split';

const project: Files = {
  'package.json':
    '{ "scripts": { "build": "tsc" }, "dependencies": { "express": "^5.1.0" }, "devDependencies": { "typescript": "^5.9.0" } }',
  'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
  'src/server.ts': "import express from 'express';\n",
};

/** The COPY lines of the last stage, once the builder's folder is not copied as a whole. */
function copies(text: string, files: Files = project): readonly string[] | string {
  const model = new DockerfileModel(text, toProject(files));
  const found = findWholeCopy(model);
  if (found === undefined) return 'nothing';
  const changed = applyEdits(text, found.edits);
  return changed
    .slice(changed.lastIndexOf('FROM'))
    .split(/\r?\n/)
    .filter((line) => line.startsWith('COPY'));
}

interface Shape {
  readonly workdir?: string;
  readonly build?: string;
  readonly last?: string;
  readonly copy?: string;
  readonly lines?: readonly string[];
  readonly start?: string;
}

function file(shape: Shape): string {
  const { workdir, build, last, copy, lines, start } = shape;
  return [
    'FROM node:24 AS build',
    `WORKDIR ${workdir ?? '/app'}`,
    'COPY . .',
    build ?? 'RUN npm ci && npm run build',
    `FROM ${last ?? 'node:24-slim'}`,
    'WORKDIR /app',
    copy ?? 'COPY --from=build /app ./',
    ...(lines ?? []),
    start ?? 'CMD ["node", "dist/server.js"]',
    '',
  ].join('\n');
}

const parts = (from: string, to: string, flags = ''): readonly string[] =>
  [
    `${from}/package.json ${to}/`,
    `${from}/node_modules ${to}/node_modules`,
    `${from}/dist ${to}/dist`,
  ].map((each) => `COPY --from=build ${flags}${each}`);

describe('a whole folder of a builder', () => {
  const cases: readonly (readonly [string, Shape, readonly string[] | string, Files?])[] = [
    ['into the working directory', {}, parts('/app', '.')],
    ['a dot', { copy: 'COPY --from=build /app .' }, parts('/app', '.')],
    ['an absolute folder', { copy: 'COPY --from=build /app /app' }, parts('/app', '/app')],
    ['slashes', { copy: 'COPY --from=build /app/. /app/' }, parts('/app', '/app')],
    [
      'flags stay',
      { copy: 'COPY --from=build --chown=node:node /app/ ./' },
      parts('/app', '.', '--chown=node:node '),
    ],
    ['harmless steps', { lines: ['RUN mkdir /data && chown node /data'] }, parts('/app', '.')],
    ['steps that read', { lines: ['RUN node prepare.js'] }, 'nothing'],
    ['a step that is not understood', { lines: ['RUN if true; then'] }, 'nothing'],
    ['several sources', { copy: 'COPY --from=build /app /data ./' }, 'nothing'],
    ['words in brackets', { copy: 'COPY --from=build ["/app", "./"]' }, 'nothing'],
    ['a part of the folder', { copy: 'COPY --from=build /app/dist ./' }, 'nothing'],
    ['of the build context', { copy: 'COPY . .' }, 'nothing'],
    ['of an unknown place', { copy: 'ARG X\nCOPY --from=build $X ./' }, 'nothing'],
    ['to an unknown place', { copy: 'ARG X\nCOPY --from=build /app $X' }, 'nothing'],
    ['nothing is built', { build: 'RUN npm ci' }, 'nothing'],
    ['no stage of Node.js', { build: 'RUN make' }, 'nothing'],
    ['the last stage starts from another', { last: 'build' }, 'nothing'],
    ['a second copy to the same place', { lines: ['COPY public ./'] }, 'nothing'],
    ['an unknown start', { start: 'CMD ["pm2", "x"]' }, 'nothing'],
    ['nothing is started', { start: 'EXPOSE 80' }, 'nothing'],
    ['a variable names a file', { lines: ['ENV FILE=./src/server.ts'] }, 'nothing'],
    ['a variable names none', { lines: ['ENV A=b', 'ENV FILE=./x.json'] }, parts('/app', '.')],
    ['an ARG names one', { lines: ['ARG FILE=src/server.ts'] }, parts('/app', '.')],
    ['a start in another folder', { start: 'CMD ["npm", "start", "--prefix", "sub"]' }, 'nothing'],
    [
      'the start script of npm',
      { start: 'CMD ["npm", "start"]' },
      parts('/app', '.'),
      {
        ...project,
        'package.json':
          '{ "scripts": { "build": "tsc", "start": "node dist/server.js" }, "devDependencies": { "typescript": "^5.9.0" } }',
      },
    ],
  ];
  for (const [title, shape, expected, own] of cases) {
    test(title, () => {
      assert.deepEqual(copies(file(shape), own), expected);
    });
  }

  test('line endings of Windows', () => {
    assert.deepEqual(copies(file({}).replaceAll('\n', '\r\n')), parts('/app', '.'));
  });

  test('the project in a folder of the build context', () => {
    const text = file({}).replace('COPY . .', 'COPY web .');
    const files = Object.fromEntries(
      Object.entries(project).map(([path, content]) => [`web/${path}`, content]),
    );
    assert.deepEqual(copies(text, files), parts('/app', '.'));
  });

  test('the folder is the root', () => {
    const text = file({ workdir: '/', copy: 'COPY --from=build / ./' });
    assert.equal(copies(text), 'nothing');
  });

  test('no stage at all, and an unknown project', () => {
    assert.equal(findWholeCopy(new DockerfileModel(file({}))), undefined);
    assert.equal(findWholeCopy(new DockerfileModel('', toProject(project))), undefined);
  });

  test('folders and files that sources read', () => {
    const source =
      "import { readFileSync } from 'node:fs';\nreadFileSync('data/titles.txt'); readFileSync('LICENSE'); readFileSync('a.json');\n";
    assert.deepEqual(
      copies(file({}), {
        ...project,
        'src/server.ts': source,
        'data/titles.txt': '',
        LICENSE: '',
        'a.json': '{}',
      }),
      [
        'COPY --from=build /app/package.json /app/a.json ./',
        'COPY --from=build /app/node_modules ./node_modules',
        'COPY --from=build /app/dist ./dist',
        'COPY --from=build /app/LICENSE ./LICENSE',
        'COPY --from=build /app/data ./data',
      ],
    );
  });
});
