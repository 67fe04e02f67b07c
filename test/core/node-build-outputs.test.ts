import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { findBuildOutputs } from '../../server/src/core/project/node-build';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

/** The folders that a command fills, the static ones marked; the reason when that is not known. */
function outputs(line: string, files: Files, folder = ''): string {
  const context = new BuildContext(toProject({ 'package.json': '{}', ...files }));
  const commands = [line.split(' ')];
  const found = findBuildOutputs(context, folder, { scripts: [], commands });
  if (found.kind === 'unknown') return found.reason;
  assert.equal(found.evidence.length, found.folders.length);
  return `${found.folders.join(' ')}${found.isStatic ? ' (static)' : ''}`.trim();
}

function scripts(all: Files, others: Files = {}): Files {
  return { 'package.json': JSON.stringify({ scripts: all, ...others }) };
}

function settings(compilerOptions: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ compilerOptions });
}

const angular = (builder: string, path: string, rest = ''): Files => ({
  'angular.json': `{ "builder": "@angular/build:${builder}", "options": { "outputPath": "${path}"${rest} } }`,
});

const usesPrisma = { 'src/db.ts': "import { PrismaClient } from '@prisma/client';" };
const prisma = (manifest: string): Files => ({ 'package.json': manifest, ...usesPrisma });

const cases: readonly (readonly [line: string, files: Files, expected: string])[] = [
  // Package managers and runners of scripts.
  ['npm run build', scripts({ build: 'tsup' }), 'dist'],
  ['npm run build', scripts({ prebuild: 'mkdir dist', build: 'tsup --out-dir lib' }), 'lib'],
  ['yarn build', scripts({ build: 'npx --yes tsup' }), 'dist'],
  ['npm build', scripts({ build: 'tsup' }), 'Where "npm build" writes is not known.'],
  ['pnpm run', {}, 'Where "pnpm run" writes is not known.'],
  ['run-s a b', scripts({ a: 'tsup', b: 'webpack' }), 'Where "webpack" writes is not known.'],
  [
    'npm-run-all --parallel a b',
    scripts({ a: 'tsup', b: 'vite build --outDir=./web/' }),
    'dist web',
  ],
  ['run-p a c', scripts({ a: 'tsup' }), 'Where "run-p a c" writes is not known.'],
  ['npm run a', scripts({ a: 'npm run b', b: 'npm run a' }), 'The scripts call each other.'],
  [
    'npm run build',
    scripts({ build: 'tsup', postbuild: 'cat x | sh' }),
    'The script "postbuild" of package.json needs a shell.',
  ],

  // The compiler of TypeScript.
  ['tsc --noEmit', {}, '(static)'],
  ['tsc --outDir ./lib/', {}, 'lib'],
  ['tsc --outDir', { 'tsconfig.json': settings({ outDir: 'out' }) }, 'out'],
  ['tsc', {}, 'The file tsconfig.json could not be read.'],
  [
    'tsc',
    { 'tsconfig.json': settings({}) },
    'The file tsconfig.json names no folder for the output.',
  ],
  [
    'tsc',
    { 'tsconfig.json': settings({ outDir: '.' }) },
    'The file tsconfig.json names no folder for the output.',
  ],
  ['tsc -p app', { 'app/tsconfig.json': settings({ outDir: '../dist' }) }, 'dist'],
  ['tsc --project=./app.json', { 'app.json': settings({ noEmit: true }) }, '(static)'],
  [
    'tsc -b',
    {
      'tsconfig.json': '{ "references": [{ "path": "api" }, { "path": "web" }] }',
      'api/tsconfig.json': settings({ outDir: 'dist' }),
      'web/tsconfig.json': settings({ outDir: 'dist' }),
    },
    'api/dist web/dist',
  ],
  [
    'tsc --build',
    { 'tsconfig.json': '{ "references": [{ "path": "api" }] }' },
    'The file api/tsconfig.json could not be read.',
  ],
  ['tsc -b', { 'tsconfig.json': settings({ outDir: 'dist' }) }, 'dist'],

  // Nest.
  ['nest build', { 'tsconfig.json': settings({ outDir: 'dist' }) }, 'dist'],
  [
    'nest build',
    { 'nest-cli.json': '{ "tsConfigPath": "own.json" }', 'own.json': settings({ outDir: 'own' }) },
    'own',
  ],
  ['nest build', {}, 'The tsconfig.json of Nest could not be read.'],
  [
    'nest build',
    { 'nest-cli.json': '{ "monorepo": true }' },
    'nest-cli.json names several projects.',
  ],
  ['nest start', {}, 'Where "nest start" writes is not known.'],

  // Angular.
  ['ng build', angular('application', './dist/shop/'), 'dist/shop/browser (static)'],
  ['ng build', angular('browser', 'dist/shop'), 'dist/shop (static)'],
  ['ng build', {}, 'angular.json names no single folder for the output.'],
  [
    'ng build',
    { 'angular.json': '{ "builder": "@angular/build:application" }' },
    'angular.json names no single folder for the output.',
  ],
  [
    'ng build',
    angular('application', 'a', ', "outputPath": "b"'),
    'angular.json names no single folder for the output.',
  ],
  ['ng build', angular('application', 'a', ', "ssr": true'), 'angular.json builds a server, too.'],
  ['ng serve', {}, 'Where "ng serve" writes is not known.'],

  // Prisma.
  ['prisma generate', prisma('{ "devDependencies": { "prisma": "^6.1.0" } }'), '(static)'],
  ['npx prisma generate', prisma('{ "dependencies": { "prisma": "6" } }'), '(static)'],
  [
    'prisma generate',
    { 'package.json': '{ "dependencies": { "prisma": "6" } }', 'src/db.ts': '', 'logo.png/': '' },
    'Where Prisma writes its client is not known.',
  ],
  ['prisma generate', prisma('{}'), 'Where Prisma writes its client is not known.'],
  [
    'prisma generate',
    prisma('{ "dependencies": { "prisma": "latest" } }'),
    'Where Prisma writes its client is not known.',
  ],
  ['prisma migrate', {}, 'Where "prisma migrate" writes is not known.'],

  // Copying, compiling, and tools that write nothing.
  ['node-gyp rebuild', {}, 'build'],
  ['shx cp -r views ./dist/', {}, 'dist'],
  ['cp -r', {}, 'Where a script copies files to is not known.'],
  ['cp a /etc/a', {}, 'Where a script copies files to is not known.'],
  ['cp a ../a', {}, 'Where a script copies files to is not known.'],
  ['eslint .', {}, '(static)'],

  // Options and settings of tools.
  ['vite build', {}, 'dist (static)'],
  ['vite build --ssr src/server.ts', {}, 'dist'],
  ['vite build --outDir --emptyOutDir', {}, 'dist (static)'],
  [
    'vite build',
    { 'package.json': '{ "devDependencies": { "@sveltejs/kit": "2" } }' },
    'With @sveltejs/kit it is not known where "vite build" writes.',
  ],
  [
    'astro build',
    { 'package.json': '{ "dependencies": { "@astrojs/node": "9" } }' },
    'With @astrojs/node it is not known where "astro build" writes.',
  ],
  ['esbuild a.ts --outfile=out/a.js', {}, 'out'],
  ['esbuild a.ts --outfile=a.js', {}, 'Where "esbuild" writes is not known.'],
  ['esbuild a.ts', {}, 'Where "esbuild" writes is not known.'],
  ['esbuild a.ts --outdir=../out', {}, 'Where "esbuild" writes is not known.'],
  ['vite build', { 'vite.config.ts': "build: { outDir: 'web' }" }, 'web (static)'],
  ['vite build', { 'vite.config.ts': 'plugins: []' }, 'dist (static)'],
  [
    'vite build',
    { 'vite.config.ts': 'build: { outDir }' },
    'The settings of "vite build" name no single folder.',
  ],
  [
    'vite build',
    { 'vite.config.ts': "{ outDir: 'a' }, { outDir: 'b' }" },
    'The settings of "vite build" name no single folder.',
  ],
  [
    'vite build',
    { 'vite.config.ts': "  root: 'web'," },
    'The settings of "vite build" name no single folder.',
  ],
];

describe('what build tools of Node.js write', () => {
  for (const [line, files, expected] of cases) {
    test(`${line}: ${expected}`, () => {
      assert.equal(outputs(line, files), expected);
    });
  }

  test('settings that the host did not read', () => {
    const project = toProject({ 'package.json': '{}' });
    const context = new BuildContext({ ...project, paths: [...project.paths, 'vite.config.js'] });
    const commands = [['vite', 'build']];
    assert.deepEqual(findBuildOutputs(context, '', { scripts: [], commands }), {
      kind: 'unknown',
      reason: 'The settings of "vite build" name no single folder.',
    });
  });

  test('a project without a manifest', () => {
    assert.equal(outputs('vite build', {}, 'web'), 'The package.json is not known.');
  });

  test('a project in a folder of the context', () => {
    const manifest = { 'web/package.json': '{}' };
    const config = { ...manifest, 'web/vite.config.ts': "outDir: 'out'" };
    assert.equal(outputs('vite build', config, 'web'), 'out (static)');
    const compiled = { ...manifest, 'web/tsconfig.json': settings({ outDir: './dist' }) };
    assert.equal(outputs('tsc', compiled, 'web'), 'dist');
    const outside = { ...manifest, 'web/tsconfig.json': settings({ outDir: '../dist' }) };
    assert.equal(
      outputs('tsc', outside, 'web'),
      'The file web/tsconfig.json names no folder for the output.',
    );
    const none = { ...manifest, 'web/tsconfig.json': settings({}) };
    assert.equal(
      outputs('tsc', none, 'web'),
      'The file web/tsconfig.json names no folder for the output.',
    );
  });

  test('scripts that are run by their name', () => {
    const run = (name: string, all: Files): unknown =>
      findBuildOutputs(new BuildContext(toProject(scripts(all))), '', {
        scripts: [name],
        commands: [],
      });
    assert.deepEqual(run('build', {}), {
      kind: 'unknown',
      reason: 'package.json has no script "build".',
    });
    assert.deepEqual(run('build', { build: 'vite build && tsc --outDir api && cp a api' }), {
      kind: 'known',
      folders: ['api', 'dist'],
      isStatic: false,
      evidence: ['A script copies files to api.', '"vite build" writes to dist.'],
    });
  });
});
