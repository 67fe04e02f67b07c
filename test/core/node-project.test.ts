import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { findBuildOutputs } from '../../server/src/core/project/node-build';
import { findStartedScript, readScriptCall } from '../../server/src/core/project/node-entry';
import { findNodeRelease } from '../../server/src/core/project/node-package-manager';
import {
  findUndeclaredPackage,
  readProgramSources,
} from '../../server/src/core/project/node-sources';
import { readNodeWorkspace } from '../../server/src/core/project/node-workspace';
import { readPackageJson } from '../../server/src/core/project/package-json';
import { readScript } from '../../server/src/core/project/package-script';
import { readTypeScriptConfig } from '../../server/src/core/project/typescript-config';
import { toProject } from '../harness/project';

function contextOf(files: Readonly<Record<string, string>>): BuildContext {
  return new BuildContext(toProject(files));
}

describe('scripts of package.json', () => {
  const read = (script: string): unknown =>
    readScript(script)?.map(({ words, environment, literal }) => [
      [...environment].map(([name, value]) => `${name}=${value}`),
      words,
      literal,
    ]);

  test('words, quotes and variables', () => {
    assert.deepEqual(read('NODE_ENV=production node "dist/main file.js" \'a b\''), [
      [['NODE_ENV=production'], ['node', 'dist/main file.js', 'a b'], true],
    ]);
    assert.deepEqual(read('cross-env A=1 B="2 3" node x.js'), [
      [['A=1', 'B=2 3'], ['node', 'x.js'], true],
    ]);
    assert.deepEqual(read('tsc && cp -r views dist'), [
      [[], ['tsc'], true],
      [[], ['cp', '-r', 'views', 'dist'], true],
    ]);
    assert.deepEqual(read('rimraf dist/*'), [[[], ['rimraf', 'dist/*'], false]]);
  });

  for (const script of [
    'node a.js; node b.js',
    'node a.js || true',
    'node $FILE',
    'node "$FILE"',
    'node a.js > log',
    'node `which x`',
    'node a.js & node b.js',
    'A=1',
    '',
    "node 'open",
    'node a && ',
  ]) {
    test(`needs a shell: ${script}`, () => {
      assert.equal(readScript(script), undefined);
    });
  }
});

describe('calls of package managers', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['npm start', 'npm start:'],
    ['npm run serve', 'npm serve:'],
    ['npm run serve -- --port 80', 'npm serve: --port 80'],
    ['npm run --silent serve', 'npm serve:'],
    ['npm run serve --port 80', undefined],
    ['npm test', undefined],
    ['yarn start --port 80', 'yarn start: --port 80'],
    ['yarn start -- --port 80', undefined],
    ['yarn install', undefined],
    ['pnpm run serve', 'pnpm serve:'],
    ['pnpm --filter api start', 'pnpm api/start:'],
    ['pnpm --filter=./apps/api start', undefined],
    ['npm -w api run serve', 'npm api/serve:'],
    ['yarn workspace @x/api start', 'yarn @x/api/start:'],
    ['bun start', undefined],
    ['bun run start', 'bun start:'],
    ['bun run src/index.ts', undefined],
    ['node x.js', undefined],
  ];
  for (const [line, expected] of cases) {
    test(line, () => {
      const call = readScriptCall(line.split(' '));
      const member = call?.member === undefined ? '' : `${call.member}/`;
      const shown =
        call && `${call.manager} ${member}${call.script}: ${call.arguments.join(' ')}`.trimEnd();
      assert.equal(shown, expected);
    });
  }
});

describe('what a script starts', () => {
  const start = (
    scripts: Readonly<Record<string, string>>,
    others: Readonly<Record<string, unknown>> = {},
    files: Readonly<Record<string, string>> = {},
    manager = 'npm',
  ): string => {
    const context = contextOf({ ...files, 'package.json': JSON.stringify({ scripts, ...others }) });
    const found = findStartedScript(context, '', { manager, script: 'start', arguments: [] });
    if (found.kind === 'unknown') return found.reason;
    return [
      ...[...found.environment].map(([name, value]) => `${name}=${value}`),
      ...found.words,
    ].join(' ');
  };

  test('Node.js itself, with variables', () => {
    assert.equal(
      start({ start: 'NODE_ENV=production node -r ./x.js dist/main' }),
      'NODE_ENV=production node -r ./x.js dist/main',
    );
  });
  test('another script', () => {
    assert.equal(start({ start: 'npm run serve', serve: 'node a.js' }), 'node a.js');
  });
  test('scripts that call each other', () => {
    assert.match(start({ start: 'npm run start' }), /call each other/);
  });
  test('the program of a package by its version', () => {
    const serve = { start: 'serve -s dist' };
    assert.equal(
      start(serve, { dependencies: { serve: '^14.2.0' } }),
      'node node_modules/serve/build/main.js -s dist',
    );
    assert.equal(
      start(serve, { dependencies: { serve: '~13.0.4' } }),
      'node node_modules/serve/bin/serve.js -s dist',
    );
    assert.match(start(serve, { dependencies: { serve: 'github:x/y' } }), /which version/);
    assert.match(start(serve), /which version/);
    assert.match(start(serve, { dependencies: { serve: '14' }, workspaces: ['a'] }), /workspace/);
  });
  test('server.js when there is no script', () => {
    assert.equal(start({}, {}, { 'server.js': '' }), 'node server.js');
    assert.match(start({}), /no script "start"/);
    assert.match(start({}, {}, { 'server.js': '', 'yarn.lock': '' }, 'yarn'), /no script "start"/);
  });
  const refusals: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
    [{ start: 'node a.js', prestart: 'node b.js' }, /"prestart"/],
    [{ start: 'node a.js', poststart: 'node b.js' }, /"poststart"/],
    [{ start: 'node a.js && node b.js' }, /several commands/],
    [{ start: 'node $X' }, /needs a shell/],
    [{ start: 'node *.js' }, /needs a shell/],
    [{ start: 'tsx src/index.ts' }, /"tsx"/],
    [{ start: 'yarn serve', serve: 'node a.js' }, /another package manager/],
    [{ start: 'node --watch a.js' }, /for development/],
    [{ start: 'node --enable-source-maps' }, /names no file/],
  ];
  for (const [scripts, reason] of refusals) {
    test(`refused: ${JSON.stringify(scripts)}`, () => {
      assert.match(start(scripts), reason);
    });
  }
  test('settings that act on scripts', () => {
    const scripts = { start: 'node a.js' };
    assert.match(start(scripts, {}, { '.npmrc': 'node-options=--inspect\n' }), /\.npmrc changes/);
    assert.match(start(scripts, {}, { '.yarnrc.yml': 'nodeLinker: pnp\n' }, 'yarn'), /own loader/);
    assert.equal(
      start(scripts, {}, { '.yarnrc.yml': 'nodeLinker: node-modules\n' }, 'yarn'),
      'node a.js',
    );
    assert.match(start(scripts, {}, {}, 'yarn'), /release of Yarn/);
  });
});

test('releases of Yarn', () => {
  const of = (files: Readonly<Record<string, string>>): string | undefined =>
    findNodeRelease(contextOf(files), '', 'yarn');
  assert.equal(of({ 'yarn.lock': '' }), 'yarn');
  assert.equal(of({ 'package.json': '{ "packageManager": "yarn@4.1.0" }' }), 'yarn 2');
  assert.equal(of({ 'package.json': '{ "packageManager": "yarn@1.22.22" }' }), 'yarn');
  assert.equal(of({ 'yarn.lock': '', '.yarnrc.yml': '' }), 'yarn 2');
  assert.equal(of({}), undefined);
});

describe('tsconfig.json', () => {
  test('extends inside the project, comments, ${configDir}', () => {
    const context = contextOf({
      'tsconfig.base.json':
        '{ "compilerOptions": { "outDir": "${configDir}/out", "rootDir": "src", }, } // base',
      'app/tsconfig.json': '{ /* app */ "extends": "../tsconfig.base" }',
    });
    assert.deepEqual(readTypeScriptConfig(context, 'app/tsconfig.json'), {
      outDir: 'app/out',
      rootDir: 'src',
      noEmit: false,
      references: [],
    });
  });
  test('references', () => {
    const context = contextOf({
      'tsconfig.json':
        '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "./node" }] }',
    });
    assert.deepEqual(readTypeScriptConfig(context, 'tsconfig.json')?.references, [
      'tsconfig.app.json',
      'node/tsconfig.json',
    ]);
  });
  test('what cannot be read is not known', () => {
    assert.equal(readTypeScriptConfig(contextOf({}), 'tsconfig.json'), undefined);
    assert.equal(
      readTypeScriptConfig(contextOf({ 'tsconfig.json': '{' }), 'tsconfig.json'),
      undefined,
    );
    assert.equal(
      readTypeScriptConfig(
        contextOf({ 'tsconfig.json': '{ "extends": "./gone.json" }' }),
        'tsconfig.json',
      ),
      undefined,
    );
  });
});

describe('where a build writes', () => {
  const outputs = (
    build: string,
    files: Readonly<Record<string, string>> = {},
    others: Readonly<Record<string, unknown>> = {},
  ): string => {
    const manifest = JSON.stringify({ scripts: { build, other: 'tsc' }, ...others });
    const found = findBuildOutputs(contextOf({ ...files, 'package.json': manifest }), '', {
      scripts: ['build'],
      commands: [],
    });
    if (found.kind === 'unknown') return found.reason;
    return `${found.folders.join(' ')}${found.isStatic ? ' (static)' : ''}`;
  };
  const config = { 'tsconfig.json': '{ "compilerOptions": { "outDir": "./dist" } }' };
  const noEmit = { 'tsconfig.json': '{ "compilerOptions": { "noEmit": true } }' };

  test('compilers and bundlers', () => {
    assert.equal(outputs('tsc', config), 'dist');
    assert.equal(outputs('npm run other', config), 'dist');
    assert.equal(outputs('nest build', { ...config, 'nest-cli.json': '{}' }), 'dist');
    assert.equal(outputs('rimraf dist && tsc && copyfiles -u 1 src/views/* dist', config), 'dist');
    assert.equal(outputs('tsc && vite build', noEmit), 'dist (static)');
    assert.equal(outputs('tsc && vite build --outDir=web', config), 'dist web');
    assert.equal(outputs('react-scripts build'), 'build (static)');
    assert.equal(outputs('next build'), '.next');
    assert.equal(outputs('esbuild src/a.ts --bundle --outfile=out/a.js'), 'out');
    assert.equal(
      outputs('vite build', { 'vite.config.ts': "build: { outDir: 'web' }" }),
      'web (static)',
    );
    assert.equal(
      outputs('tsc -b && vite build', {
        'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
        'tsconfig.app.json': '{ "compilerOptions": { "noEmit": true } }',
      }),
      'dist (static)',
    );
    assert.equal(
      outputs('ng build', {
        'angular.json':
          '{ "builder": "@angular-devkit/build-angular:application", "options": { "outputPath": "dist/shop" } }',
      }),
      'dist/shop/browser (static)',
    );
  });
  test('scripts before and after it count', () => {
    const manifest = JSON.stringify({
      scripts: { build: 'next build', postbuild: 'cp -r public .next/x' },
    });
    const found = findBuildOutputs(contextOf({ 'package.json': manifest }), '', {
      scripts: ['build'],
      commands: [],
    });
    assert.deepEqual(found.kind === 'known' ? found.folders : [], ['.next', '.next/x']);
  });
  test('what is not known', () => {
    assert.match(outputs('tsc'), /could not be read/);
    assert.match(outputs('tsc', { 'tsconfig.json': '{}' }), /names no folder/);
    assert.match(outputs('node scripts/build.js'), /writes is not known/);
    assert.match(
      outputs('vite build', {}, { dependencies: { '@sveltejs/kit': '2' } }),
      /@sveltejs\/kit/,
    );
    assert.match(outputs('vite build', { 'vite.config.js': 'build: { outDir }' }), /settings/);
    assert.match(outputs('tsc; true', config), /needs a shell/);
    assert.match(
      outputs('nest build', { ...config, 'nest-cli.json': '{ "monorepo": true }' }),
      /several projects/,
    );
    assert.match(outputs('prisma generate'), /Prisma/);
  });
});

describe('workspaces', () => {
  test('of npm and Yarn', () => {
    const context = contextOf({
      'package.json': '{ "workspaces": { "packages": ["apps/*", "!apps/old"] } }',
      'apps/api/package.json': '{}',
      'apps/old/package.json': '{}',
      'apps/api/src/x.js': '',
      'lib/package.json': '{}',
    });
    assert.deepEqual(readNodeWorkspace(context)?.members, ['apps/api']);
  });
  test('of pnpm', () => {
    const context = contextOf({
      'pnpm-workspace.yaml': 'packages:\n  - "packages/**"\n  - ./app\n',
      'packages/a/b/package.json': '{}',
      'app/package.json': '{}',
    });
    assert.deepEqual(readNodeWorkspace(context), {
      members: ['app', 'packages/a/b'],
      source: 'pnpm-workspace.yaml',
    });
  });
  test('none', () => {
    assert.equal(readNodeWorkspace(contextOf({ 'package.json': '{}' })), undefined);
    assert.equal(readNodeWorkspace(contextOf({ 'pnpm-workspace.yaml': ': [' })), undefined);
  });
});

describe('packages that the program uses', () => {
  const needed = (
    files: Readonly<Record<string, string>>,
    manifest: Readonly<Record<string, unknown>>,
    words: readonly string[] = ['node', 'a.js'],
  ): string | undefined => {
    const context = contextOf({ ...files, 'package.json': JSON.stringify(manifest) });
    const read = readPackageJson(context);
    const sources = readProgramSources(context, '');
    assert.ok(read && sources);
    const found = findUndeclaredPackage(context, read, sources, words);
    return found && `${found.name} by ${found.by}`;
  };

  test('declared ones, modules of Node.js, files and aliases need nothing', () => {
    const source = `
      import fs from 'node:fs'; import path from 'path'; import a from './b'; import x from '@/y';
      import { z } from '@scope/z/sub'; const e = require('express'); import type { T } from 'types-only';
      /* import gone from 'gone' */`;
    const manifest = {
      dependencies: { express: '5', '@scope/z': '1' },
      devDependencies: { 'types-only': '1' },
    };
    assert.equal(needed({ 'a.ts': source }, manifest), undefined);
  });
  test('one for development, by import or by name', () => {
    const manifest = { devDependencies: { 'pino-pretty': '13' } };
    assert.equal(
      needed({ 'a.js': "t({ target: 'pino-pretty' })" }, manifest),
      'pino-pretty by a.js',
    );
    assert.equal(needed({ 'a.js': "import 'pino-pretty/x'" }, manifest), 'pino-pretty by a.js');
    assert.equal(needed({}, manifest, ['node', '-r', 'pino-pretty', 'a.js']), 'pino-pretty by CMD');
  });
  test('one that is not declared', () => {
    assert.equal(needed({ 'a.js': "require('ghost')" }, {}), 'ghost by a.js');
    assert.equal(
      needed(
        { 'a.ts': "import { T } from 'geojson'" },
        { devDependencies: { '@types/geojson': '7' } },
      ),
      undefined,
    );
  });
  test('tests and settings of tools do not count, those of Next.js do', () => {
    const manifest = { devDependencies: { vite: '8', jest: '30' } };
    assert.equal(
      needed({ 'vite.config.ts': "import 'vite'", 'src/a.test.ts': "import 'jest'" }, manifest),
      undefined,
    );
    assert.equal(
      needed({ 'next.config.js': "require('vite')" }, manifest),
      'vite by next.config.js',
    );
  });
});
