import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import { findEntryFile, findNodeStart } from '../../server/src/core/model/node-start';
import { BuildContext } from '../../server/src/core/project/build-context';
import { findStartedScript, readScriptCall } from '../../server/src/core/project/node-entry';
import type { ProjectFiles } from '../../server/src/core/project/project-files';
import type { Files } from '../harness/split';
import { toProject } from '../harness/project';

/** A file whose name ends with `?` cannot be read. */
function projectOf(files: Files): ProjectFiles {
  const lost = Object.keys(files).filter((path) => path.endsWith('?'));
  const project = toProject(
    Object.fromEntries(Object.entries(files).filter(([path]) => !lost.includes(path))),
  );
  return { ...project, paths: [...project.paths, ...lost.map((path) => path.slice(0, -1))].sort() };
}

/** What a container of the last stage starts, in one line, or why that is not known. */
function startOf(lines: string, files: Files | undefined): string {
  const from = lines.startsWith('FROM') ? '' : 'FROM node:24\nWORKDIR /app\nCOPY . .\n';
  const text = `${from}${lines}\n`;
  const model = new DockerfileModel(text, files === undefined ? undefined : projectOf(files));
  assert.ok(model.target);
  const start = findNodeStart(model, model.target);
  if (typeof start === 'string') return start;
  const variables = [...start.environment].map(([name, value]) => `${name}=${value} `).join('');
  return `${variables}${start.words.join(' ')}${start.workdir === undefined ? '' : ` in ${start.workdir}`}`;
}

function withScripts(scripts: Record<string, string>, more: object = {}): Files {
  return { 'package.json': JSON.stringify({ scripts, ...more }), 'package-lock.json': '{}' };
}
const plain = withScripts({ start: 'node main.js' });
const wrapper = (text: string): Files => ({ ...plain, 'entry.sh': text });

const starts: readonly (readonly [string, string, Files | undefined, string])[] = [
  [
    'a base that nobody knows',
    'FROM example.org/x\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]',
    plain,
    'What the ENTRYPOINT makes of CMD is not known.',
  ],
  [
    'a script that cannot be read',
    'CMD ["./run.sh"]',
    { ...plain, 'run.sh?': '' },
    'The script run.sh could not be read.',
  ],
  ['no start at all', 'CMD []', plain, 'What "" starts is not known.'],
  ['an empty ENTRYPOINT in front', 'ENTRYPOINT []\nCMD ["npm", "start"]', plain, 'node main.js'],
  [
    'an empty command line',
    'CMD # later',
    plain,
    'Neither CMD nor ENTRYPOINT says which program the image starts.',
  ],
  ['a line of separators', 'CMD ;', plain, 'What the container starts could not be read.'],
  ['only an assignment', 'CMD A=1', plain, 'What "" starts is not known.'],
  [
    'a shell that calls the manager',
    'CMD ["sh", "-c", "npm start"]',
    plain,
    'What is started needs a shell.',
  ],
  [
    'a wrapper and the manager',
    'CMD ["tini", "--", "npm", "start"]',
    plain,
    'tini -- node main.js',
  ],
  ['exec and a variable', 'CMD A=1 exec npm start', plain, 'A=1 node main.js'],
  ['an empty variable', 'CMD A= npm start', plain, 'A= node main.js'],
  ['a variable of the shell', 'CMD A=$B npm start', plain, 'What is started needs a shell.'],
  ['an argument of the shell', 'CMD npm start -- $PORT', plain, 'What is started needs a shell.'],
  ['a background command', 'CMD npm start & wait', plain, 'What "npm" starts is not known.'],
  ['several commands', 'CMD ls && npm start', plain, 'CMD runs several commands.'],
  ['another wrapper', 'CMD timeout 5 npm start', plain, 'What is started needs a shell.'],
  ['a shell ENTRYPOINT takes no CMD', 'ENTRYPOINT npm start\nCMD ["x"]', plain, 'node main.js'],
  [
    'a shell ENTRYPOINT of half a call',
    'ENTRYPOINT npm\nCMD ["start"]',
    plain,
    'What "npm" starts is not known.',
  ],
  [
    'ENTRYPOINT and CMD together',
    'ENTRYPOINT ["npm", "run"]\nCMD ["serve"]',
    plain,
    'ENTRYPOINT and CMD name the program together.',
  ],
  ['ENTRYPOINT alone', 'ENTRYPOINT ["npm", "start"]', plain, 'node main.js'],
  ['node and its file together', 'ENTRYPOINT ["node"]\nCMD ["main.js"]', plain, 'node main.js'],
  ['node and a line of a shell', 'ENTRYPOINT ["node"]\nCMD main.js', plain, 'node main.js'],
  [
    'a wrapper as ENTRYPOINT',
    'ENTRYPOINT ["/sbin/tini", "--"]\nCMD ["npm", "start"]',
    plain,
    'node main.js',
  ],
  [
    'a broken ENTRYPOINT',
    'ENTRYPOINT ["npm\nCMD ["npm", "start"]',
    plain,
    'What the container starts could not be read.',
  ],
  [
    'a variable as ENTRYPOINT',
    'ENTRYPOINT $X\nCMD ["npm", "start"]',
    plain,
    'What "$X" starts is not known.',
  ],
  [
    'a script that hands CMD on',
    'ENTRYPOINT ["./entry.sh"]\nCMD ["npm", "start"]',
    wrapper('#!/bin/sh\nexec "$@"\n'),
    'node main.js',
  ],
  [
    'the same by its absolute path',
    'ENTRYPOINT ["/app/entry.sh"]\nCMD ["npm", "start"]',
    wrapper('exec "$@"'),
    'node main.js',
  ],
  [
    'a script that reads its words',
    'ENTRYPOINT ["./entry.sh"]\nCMD ["npm", "start"]',
    wrapper('echo $1\nexec "$@"'),
    'What the ENTRYPOINT makes of CMD is not known.',
  ],
  [
    'a script that starts all by itself',
    'ENTRYPOINT ["./entry.sh"]\nCMD ["npm", "start"]',
    wrapper('npm start'),
    'What the ENTRYPOINT makes of CMD is not known.',
  ],
  [
    'a script with words of its own',
    'ENTRYPOINT ["./entry.sh", "x"]\nCMD ["npm", "start"]',
    wrapper('exec "$@"'),
    'What the ENTRYPOINT makes of CMD is not known.',
  ],
  [
    'a script that is not there',
    'ENTRYPOINT ["/opt/run"]\nCMD ["npm", "start"]',
    plain,
    'What the ENTRYPOINT makes of CMD is not known.',
  ],
  [
    'a script in an unknown folder',
    'ARG X\nWORKDIR $X\nENTRYPOINT ["./entry.sh"]\nCMD ["npm", "start"]',
    wrapper('exec "$@"'),
    'What the ENTRYPOINT makes of CMD is not known.',
  ],
  [
    'an unknown working directory',
    'ARG X\nWORKDIR $X\nCMD ["npm", "start"]',
    plain,
    'Which package.json lies in the working directory is not known.',
  ],
  [
    'a project that is not known',
    'CMD ["npm", "start"]',
    undefined,
    'The files of the build context are not known.',
  ],
  [
    'no manifest',
    'CMD ["npm", "start"]',
    { 'main.js': '' },
    'Which package.json lies in the working directory is not known.',
  ],
  [
    'a manifest that a RUN changes',
    'RUN npm pkg set x=1\nCMD ["npm", "start"]',
    plain,
    'A RUN may change package.json.',
  ],
  [
    'a manifest that cannot be read',
    'CMD ["npm", "start"]',
    { 'package.json': '{' },
    'The file package.json could not be read.',
  ],
  [
    'another file as the manifest',
    'COPY a.json package.json\nCMD ["npm", "start"]',
    { ...plain, 'a.json': '{}' },
    'Which package.json lies in the working directory is not known.',
  ],
  [
    'npx with a program',
    'CMD ["npx", "--no-install", "-q", "next", "start"]',
    withScripts({}, { dependencies: { next: '16' } }),
    'node node_modules/next/dist/bin/next start',
  ],
  ['npx with nothing', 'CMD ["npx", "-y"]', plain, 'Which program npx starts is not known.'],
  [
    'npx with an option',
    'CMD ["npx", "--package", "x", "y"]',
    plain,
    'Which program npx starts is not known.',
  ],
  [
    'sources that read what npm sets',
    'CMD npm start',
    { ...plain, 'a.js': 'process.env.npm_package_version' },
    'a.js reads variables that the package manager sets.',
  ],
  [
    'sources that start programs',
    'CMD npm start',
    { ...plain, 'a.js': "require('child_process')" },
    'a.js starts programs, which the package manager may have put on the PATH.',
  ],
  [
    'a source that cannot be read',
    'CMD npm start',
    { ...plain, 'lost.js?': '' },
    'Not every source file of the project could be read.',
  ],
  [
    'sources that handle signals',
    'CMD npm start',
    { ...plain, 'a.js': "process.on('SIGTERM', stop)" },
    'node main.js',
  ],
  [
    'a member of a workspace',
    'CMD npm -w api start',
    {
      ...withScripts({}, { workspaces: ['api'] }),
      'api/package.json': '{ "name": "api", "scripts": { "start": "node m.js" } }',
    },
    'node m.js in /app/api',
  ],
  [
    'a member of a project in a folder',
    'COPY web /srv\nWORKDIR /srv\nCMD npm --workspace=api start',
    {
      'web/package.json': '{ "workspaces": ["api"] }',
      'web/package-lock.json': '{}',
      'web/api/package.json': '{ "name": "api", "scripts": { "start": "node m.js" } }',
    },
    'node m.js in /srv/api',
  ],
  [
    'a member that is not there',
    'CMD npm -w api start',
    plain,
    'Which folder has the package "api" is not known.',
  ],
  [
    'a workspace without that member',
    'CMD npm -w api start',
    { ...withScripts({}, { workspaces: ['web'] }), 'web/package.json': '{ "name": "web" }' },
    'Which folder has the package "api" is not known.',
  ],
  [
    'a script that is not there',
    'CMD npm start',
    withScripts({}),
    'package.json has no script "start".',
  ],
  [
    'server.js without a script',
    'CMD npm start',
    { ...withScripts({}), 'server.js': '' },
    'node server.js',
  ],
  [
    'server.js and Yarn',
    'CMD yarn start',
    { 'package.json': '{}', 'yarn.lock': '# yarn lockfile v1', 'server.js': '' },
    'package.json has no script "start".',
  ],
  [
    'a script around it',
    'CMD npm start',
    withScripts({ start: 'node a.js', prestart: 'x' }),
    'package.json has a script "prestart", too.',
  ],
  [
    'a script with a pipe',
    'CMD npm start',
    withScripts({ start: 'node a.js | tee x' }),
    'The script "start" of package.json needs a shell.',
  ],
  [
    'a script of two commands',
    'CMD npm start',
    withScripts({ start: 'cd x && node a.js' }),
    'The script "start" of package.json runs several commands.',
  ],
  [
    'a script with a variable',
    'CMD npm start',
    withScripts({ start: 'node $X' }),
    'The script "start" of package.json needs a shell.',
  ],
  [
    'an empty script',
    'CMD npm start',
    withScripts({ start: '' }),
    'The script "start" of package.json needs a shell.',
  ],
  [
    'a script behind a script',
    'CMD npm start',
    withScripts({ start: 'npm run prod', prod: 'A=1 node a.js' }),
    'A=1 node a.js',
  ],
  [
    'scripts in a circle',
    'CMD npm start',
    withScripts({ start: 'npm run a', a: 'npm run b', b: 'npm run a' }),
    'The scripts call each other.',
  ],
  [
    'a script of another manager',
    'CMD npm start',
    withScripts({ start: 'pnpm run a', a: 'node a.js' }),
    'The script calls another package manager (pnpm).',
  ],
  [
    'a script of a newer Yarn',
    'CMD yarn start',
    {
      'package.json':
        '{ "packageManager": "yarn@4.5.0", "scripts": { "start": "yarn serve", "serve": "node a.js" } }',
      'yarn.lock': '__metadata:\n  version: 8\n',
      '.yarnrc.yml': 'nodeLinker: node-modules\n',
    },
    'node a.js',
  ],
  [
    'Yarn of an unknown release',
    'CMD yarn start',
    { 'package.json': '{ "packageManager": "yarn@x", "scripts": { "start": "node a.js" } }' },
    'Which release of Yarn runs the script is not known.',
  ],
  [
    'Bun as the runtime',
    'CMD bun run start',
    { 'package.json': '{ "scripts": { "start": "bun a.ts" } }', 'bun.lock': '{}' },
    'bun a.ts',
  ],
  [
    'a package called node',
    'CMD npm start',
    withScripts({ start: 'node a.js' }, { dependencies: { node: '24' } }),
    'A package brings a program called node of its own.',
  ],
  [
    'a package called node for development',
    'CMD npm start',
    withScripts({ start: 'node a.js' }, { devDependencies: { node: '24' } }),
    'A package brings a program called node of its own.',
  ],
  [
    'node that watches',
    'CMD npm start',
    withScripts({ start: 'node --watch a.js' }),
    'The script starts Node.js with "--watch", which is for development.',
  ],
  [
    'node without a file',
    'CMD npm start',
    withScripts({ start: 'node --test' }),
    'The script names no file for node.',
  ],
  [
    'a program that nobody knows',
    'CMD npm start',
    withScripts({ start: 'frob' }),
    'Which file the program "frob" runs is not known.',
  ],
  [
    'a program of a package',
    'CMD npm start',
    withScripts({ start: 'next start' }, { devDependencies: { next: '^15.1.0' } }),
    'node node_modules/next/dist/bin/next start',
  ],
  [
    'a program of the latest package',
    'CMD npm start',
    withScripts({ start: 'next start' }, { dependencies: { next: 'latest' } }),
    'node node_modules/next/dist/bin/next start',
  ],
  [
    'a program of a package at an address',
    'CMD npm start',
    withScripts({ start: 'next start' }, { dependencies: { next: 'file:../next' } }),
    'package.json does not say which version of "next" is installed.',
  ],
  [
    'a program of an old package',
    'CMD npm start',
    withScripts({ start: 'next start' }, { dependencies: { next: '1.0.0' } }),
    'package.json does not say which version of "next" is installed.',
  ],
  [
    'a program in a workspace',
    'CMD npm start',
    withScripts({ start: 'next start' }, { dependencies: { next: '16' }, workspaces: ['a'] }),
    'Where a workspace keeps the package of "next" is not known.',
  ],
  [
    'a script that needs no manager',
    'CMD ./run.sh',
    { ...plain, 'run.sh': 'exec node main.js' },
    './run.sh',
  ],
  [
    'a script with a tool',
    'CMD ["./run.sh"]',
    { ...plain, 'run.sh': 'npx prisma migrate' },
    'The script run.sh runs npx.',
  ],
  [
    'a program of the image',
    'CMD ["/usr/bin/frob"]',
    plain,
    'What "/usr/bin/frob" starts is not known.',
  ],
  ['a file of JavaScript that starts itself', 'CMD ["./main.mjs"]', plain, './main.mjs'],
  [
    'a script in an unknown place',
    'ARG X\nWORKDIR $X\nCMD ["./run.sh"]',
    plain,
    'What "./run.sh" starts is not known.',
  ],
  ['no context', 'CMD ["./run.sh"]', undefined, 'What "./run.sh" starts is not known.'],
  ['words with variables', 'CMD node $FILE', plain, 'node $FILE'],
  ['an unclear command line', 'CMD node "a', plain, 'What the container starts could not be read.'],
];
describe('what a container with Node.js starts', () => {
  for (const [title, lines, files, expected] of starts) {
    test(title, () => {
      assert.equal(startOf(lines, files), expected);
    });
  }
});

const calls: readonly (readonly [string, string])[] = [
  ['npm start', 'npm: start'],
  ['npm run -s serve', 'npm: serve'],
  ['npm run-script serve', 'npm: serve'],
  ['npm', 'none'],
  ['npm --version', 'none'],
  ['npm serve', 'none'],
  ['npm start --silent', 'npm: start'],
  ['npm start --port 80', 'none'],
  ['npm start 80 -- --host x', 'npm: start 80 --host x'],
  ['npm start -- --host x', 'npm: start --host x'],
  ['npm -w @org/api start', 'npm: start of @org/api'],
  ['npm --workspace=api start', 'npm: start of api'],
  ['npm --workspace=./api start', 'none'],
  ['npm --workspace', 'none'],
  ['npm -w ../api start', 'none'],
  ['pnpm --filter api start', 'pnpm: start of api'],
  ['pnpm -F ...api start', 'none'],
  ['pnpm serve -- -p 80', 'none'],
  ['pnpm serve -p 80', 'pnpm: serve -p 80'],
  ['yarn workspace api start', 'yarn: start of api'],
  ['yarn workspace ./api start', 'none'],
  ['yarn start:prod', 'yarn: start:prod'],
  ['yarn add', 'none'],
  ['bun start', 'none'],
  ['bun run start', 'bun: start'],
  ['bun run a.ts', 'none'],
  ['node main.js', 'none'],
];
describe('calls of scripts', () => {
  for (const [line, expected] of calls) {
    test(line, () => {
      const call = readScriptCall(line.split(' '));
      const shown =
        call === undefined
          ? 'none'
          : `${call.manager}: ${[call.script, ...call.arguments].join(' ')}${call.member === undefined ? '' : ` of ${call.member}`}`;
      assert.equal(shown, expected);
    });
  }
  test('no words', () => {
    assert.equal(readScriptCall([]), undefined);
  });
});

test('the file that Node.js runs', () => {
  const rows = [
    ['node dist/a.js', 'dist/a.js'],
    ['tini -- node -r ./x.js --import y /app/dist/a.js --port 80', 'dist/a.js'],
    ['nodejs ./a.js', 'a.js'],
    ['node .', 'lib/main.js'],
    ['node ./', 'lib/main.js'],
    ['node --test', undefined],
  ] as const;
  for (const [line, file] of rows) {
    assert.equal(findEntryFile(line.split(' '), '/app', './lib/main.js'), file, line);
  }
  assert.equal(findEntryFile(['node', '.'], '/app', undefined), undefined);
});

test('a script of a folder without manifest', () => {
  const call = { manager: 'npm', script: 'start', arguments: [] };
  assert.deepEqual(findStartedScript(new BuildContext(toProject({})), 'web', call), {
    kind: 'unknown',
    reason: 'The file web/package.json is not known.',
  });
});
