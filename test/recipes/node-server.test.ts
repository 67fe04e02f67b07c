import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  assertRefused,
  dockerfileOf,
  generated,
  manifest,
  type Files,
} from '../harness/javascript-recipes';

const server = "require('express')().listen(process.env.PORT ?? 3000);\n";
const tsconfig = '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }';

function project(
  value: Readonly<Record<string, unknown>>,
  files: Files = { 'server.js': server },
): Files {
  return {
    'package.json': manifest({
      scripts: { start: 'node server.js' },
      dependencies: { express: '^5.0.0' },
      ...value,
    }),
    'package-lock.json': '{}',
    ...files,
  };
}

const commandOf = (files: Files): readonly string[] => generated(files).plan.runtime.command;

describe('what is started', () => {
  const compiled = { 'src/main.ts': server, 'tsconfig.json': tsconfig };
  const scripts = (start: string, more = {}): Files =>
    project({ scripts: { build: 'tsc', start, ...more } }, compiled);

  test('a start for production goes before others', () => {
    const more = { 'start:prod': 'node dist/main.js' };
    assert.deepEqual(commandOf(scripts('nodemon src/main.ts', more)), ['dist/main.js']);
  });

  test('what a build or a migration stands before', () => {
    assert.deepEqual(commandOf(scripts('npm run build && node dist/main.js')), ['dist/main.js']);
    const { plan } = generated(scripts('knex migrate:latest && node dist/main.js'));
    assert.deepEqual(plan.runtime.command, ['dist/main.js']);
    assert.match(plan.notes.join('\n'), /does not run "knex migrate:latest"/);
  });

  test('runners of TypeScript give way to what the build makes of the file', () => {
    assert.deepEqual(commandOf(scripts('tsx src/main.ts')), ['dist/main.js']);
    assertRefused(project({ scripts: { start: 'tsx src/main.ts' } }, compiled), /through "tsx"/);
    assertRefused(scripts('node --import tsx src/main.ts'), /through "tsx"/);
    assertRefused(scripts('node -r ts-node/register src/main.ts'), /through "ts-node\/register"/);
  });

  test('Node.js runs TypeScript itself', () => {
    const files = project({ scripts: { start: 'node server.ts' } }, { 'server.ts': server });
    assert.deepEqual(commandOf(files), ['server.ts']);
    assert.match(dockerfileOf(generated(files)), /COPY --link server\.ts package\.json \.\//);
  });

  test('settings of development are left out', () => {
    const start = 'node --env-file=.env --enable-source-maps server.js';
    assert.deepEqual(commandOf(project({ scripts: { start } })), [
      '--enable-source-maps',
      'server.js',
    ]);
  });

  test('what is not there', () => {
    assertRefused(project({}, {}), /starts server\.js, which is not there/);
    assertRefused(project({ scripts: { start: 'gulp' } }, {}), /Which file starts the server/);
    const pm2 = { scripts: { start: 'pm2-runtime server.js' }, dependencies: { pm2: '^6.0.0' } };
    assertRefused(project(pm2), /starts pm2/);
  });

  test('a file that no known tool writes is taken with all that the build leaves', () => {
    const files = project(
      { scripts: { build: 'vite build', start: 'node .output/server.mjs' } },
      { 'src/server.ts': server },
    );
    const { plan } = generated(files);
    assert.match(plan.notes.join('\n'), /No tool that is known writes \.output\/server\.mjs/);
  });

  test('sources stay where only the pages are built', () => {
    const files = project(
      { scripts: { build: 'vite build', start: 'node server.js' } },
      { 'server.js': server, 'index.html': '', 'src/page.js': '' },
    );
    const text = dockerfileOf(generated(files, { recipe: 'node-server' }));
    assert.match(text, /COPY --link --from=build --exclude=\*\*\/\*\.map \/app\/dist \.\/dist/);
    assert.match(text, /COPY --link .*server\.js/);
  });

  test('frameworks', () => {
    const nuxt = project(
      { scripts: { build: 'nuxt build', start: 'nuxt preview' }, dependencies: { nuxt: '^4.0.0' } },
      { 'app.vue': '' },
    );
    const { plan } = generated(nuxt);
    assert.deepEqual(plan.runtime.command, ['.output/server/index.mjs']);
    assert.deepEqual(
      plan.stages.map(({ name }) => name),
      ['base', 'build', 'runtime'],
    );
    assert.ok(plan.runtime.environment.some(([name]) => name === 'HOST'));
  });
});

describe('versions and images', () => {
  test('version files, engines and code names', () => {
    const baseOf = (more: Files, value = {}): string =>
      /FROM (\S+) AS base/.exec(dockerfileOf(generated({ ...project(value), ...more })))?.[1] ?? '';
    assert.equal(baseOf({ '.nvmrc': 'lts/jod\n' }), 'node:22-trixie-slim');
    assert.equal(baseOf({ '.nvmrc': 'lts/*\n' }), 'node:26-trixie-slim');
    assert.equal(baseOf({ '.node-version': 'v24.1.0\n' }), 'node:24-trixie-slim');
    assert.equal(baseOf({}, { volta: { node: '24.9.0' } }), 'node:24-trixie-slim');
    const runtime = { runtime: { name: 'node', version: '^22.0.0' } };
    assert.equal(baseOf({}, { devEngines: runtime }), 'node:22-trixie-slim');
  });

  test('a version without support', () => {
    assertRefused(
      project({ engines: { node: '18.x' } }),
      /Node\.js 18 gets no more security fixes/,
    );
    assertRefused(project({ engines: { node: 'new' } }), /"new" allows is not known/);
  });

  test('families without an image of the version are not offered', () => {
    assert.ok(!generated(project({ engines: { node: '24.x' } })).bases.includes('chainguard'));
  });

  test('programs of the system', () => {
    const files = project({ dependencies: { express: '^5.0.0', 'fluent-ffmpeg': '^2.1.3' } });
    const outcome = generated(files);
    assert.deepEqual(outcome.bases, ['slim', 'alpine']);
    assert.match(dockerfileOf(outcome), /install -y --no-install-recommends ffmpeg/);
    assertRefused(
      project({ dependencies: { puppeteer: '^24.0.0' } }),
      /"puppeteer" starts a browser/,
    );
    const unknown = project({ dependencies: { oracledb: '^6.0.0' } });
    assert.match(generated(unknown).plan.notes.join('\n'), /oracledb may need programs/);
    const child = { 'server.js': `require('node:child_process');\n${server}` };
    assert.deepEqual(generated(project({}, child)).bases, ['slim', 'alpine']);
  });
});

describe('where it listens', () => {
  const portOf = (text: string, value = {}): number | undefined =>
    generated(project(value, { 'server.js': text })).plan.runtime.port;

  test('forms of reading the port', () => {
    const express = "const app = require('express')();\n";
    const forms: readonly (readonly [text: string, port: number])[] = [
      ['app.listen(process.env.PORT || 4001)', 4001],
      ["app.listen(parseInt(process.env['PORT'] ?? '4002', 10))", 4002],
      ['app.listen(Number(process.env.PORT) || 4003)', 4003],
      ['const { PORT = 4004 } = process.env; app.listen(PORT)', 4004],
      ['const port = process.env.PORT ? Number(process.env.PORT) : 4005; app.listen(port)', 4005],
      ['app.listen(4006)', 4006],
      ["app.listen(config.get('PORT', 4007))", 4007],
      ['const pool = { port: 5432 }; app.listen(process.env.PORT)', 3000],
    ];
    for (const [text, port] of forms) assert.equal(portOf(`${express}${text};\n`), port, text);
  });

  test('a port below 1024', () => {
    const fixed = { 'server.js': "require('express')().listen(80);\n" };
    assertRefused(project({}, fixed), /port 80, which needs root rights/);
    assert.equal(portOf("require('express')().listen(process.env.PORT ?? 80);\n"), 8080);
    assertRefused(project({}), /a port of 1024 or more/, { choices: { port: 443 } });
  });

  test('another port than that of the sources', () => {
    const fixed = project({}, { 'server.js': "require('express')().listen(3000);\n" });
    const { plan } = generated(fixed, { choices: { port: 8080 } });
    assert.match(plan.notes.join('\n'), /server\.js names port 3000 and reads no variable PORT/);
  });

  test('a program that serves nothing', () => {
    const worker = project({ dependencies: { pino: '^10.0.0' } }, { 'server.js': 'run();\n' });
    const { plan } = generated(worker);
    assert.equal(plan.runtime.port, undefined);
    assert.equal(plan.runtime.health.test, undefined);
  });

  test('the loopback address', () => {
    const fixed = { 'server.js': "require('express')().listen(3000, '127.0.0.1');\n" };
    assertRefused(project({}, fixed), /server\.js:1 listens on the loopback address/);
    const fastify = { 'server.js': "require('fastify')().listen({ port: 3000 });\n" };
    const { plan } = generated(project({ dependencies: { fastify: '^5.0.0' } }, fastify));
    assert.match(plan.notes.join('\n'), /Fastify then takes the loopback address/);
  });
});

describe('how packages are installed', () => {
  test('settings with a credential come as a secret', () => {
    const files = project({}, { 'server.js': server, '.npmrc': '//r.example/:_authToken=abc\n' });
    const outcome = generated(files);
    assert.match(
      dockerfileOf(outcome),
      /type=secret,id=npmrc,target=\/root\/\.npmrc,required=true/,
    );
    assert.doesNotMatch(dockerfileOf(outcome), /source=\.npmrc/);
    assert.deepEqual(outcome.plan.buildSecrets, [{ id: 'npmrc', from: 'file', source: '.npmrc' }]);
  });

  test('settings with a variable stay a file of the build', () => {
    const npmrc = '//r.example/:_authToken=${NPM_TOKEN}\n';
    const outcome = generated(project({}, { 'server.js': server, '.npmrc': npmrc }));
    assert.match(dockerfileOf(outcome), /source=\.npmrc,target=\.npmrc/);
    assert.match(dockerfileOf(outcome), /type=secret,id=npm-token,env=NPM_TOKEN/);
    assert.deepEqual(outcome.plan.needed, ['!.npmrc']);
  });

  test('no packages, no stages for them', () => {
    const files = {
      'package.json': manifest({ scripts: { start: 'node server.js' } }),
      'server.js': "require('node:http').createServer().listen(3000);\n",
    };
    const { plan } = generated(files);
    assert.deepEqual(
      plan.stages.map(({ name }) => name),
      ['runtime'],
    );
    assert.deepEqual(plan.notes, []);
  });

  test('what is refused', () => {
    const berry = project({ packageManager: 'yarn@4.10.0' });
    assertRefused({ ...berry, '.yarnrc.yml': 'nodeLinker: pnp\n' }, /Plug'n'Play/);
    const token = 'nodeLinker: node-modules\nnpmAuthToken: abc\n';
    assertRefused({ ...berry, '.yarnrc.yml': token }, /holds a credential/);
    const old = project({ packageManager: 'yarn@3.8.0' });
    assertRefused({ ...old, '.yarnrc.yml': 'nodeLinker: node-modules\n' }, /update to Yarn 4/);
    const patches = { scripts: { start: 'node server.js', postinstall: 'patch-package' } };
    assertRefused(project(patches), /runs patch-package after each install/);
    const gyp = { 'server.js': server, 'binding.gyp': '{}' };
    assertRefused(project({}, gyp), /compiles code of its own/);
  });

  test('notes', () => {
    const notesOf = (files: Files): string => generated(files).plan.notes.join('\n');
    const { 'package-lock.json': _, ...unlocked } = project({});
    assert.match(notesOf({ ...project({}), 'yarn.lock': '' }), /package-lock\.json is of another/);
    const pnpm = { ...unlocked, 'pnpm-lock.yaml': '' };
    assert.match(notesOf(pnpm), /names no version of pnpm, so 10 is taken/);
    const native = project({ dependencies: { sqlite3: '^5.1.7' } });
    const blocked = { ...native, 'package-lock.json': '', 'pnpm-lock.yaml': '' };
    assert.match(notesOf(blocked), /sqlite3 needs a script of its own/);
  });
});

describe('Prisma', () => {
  const uses = "const { PrismaClient } = require('@prisma/client');\n";
  const value = {
    scripts: { start: 'node server.js' },
    dependencies: { '@prisma/client': '^6.0.0', express: '^5.0.0' },
    devDependencies: { prisma: '^6.0.0' },
  };
  const files = project(value, { 'server.js': uses + server, 'prisma/schema.prisma': '' });

  test('the client is made before the build and taken along', () => {
    const outcome = generated(files);
    assert.deepEqual(outcome.bases, ['slim', 'alpine']);
    assert.match(dockerfileOf(outcome), /RUN npx prisma generate/);
    assert.match(dockerfileOf(outcome), /\/app\/node_modules\/\.prisma \.\/node_modules\/\.prisma/);
    assert.match(dockerfileOf(outcome), /install -y --no-install-recommends openssl/);
  });

  test('pnpm hides it', () => {
    const { 'package-lock.json': _, ...rest } = files;
    assertRefused({ ...rest, 'pnpm-lock.yaml': '' }, /With pnpm the client of Prisma/);
  });
});

describe('folders and migrations', () => {
  test('uploads get a folder that may be written', () => {
    const text = `const upload = require('multer')({ dest: 'uploads/' });\n${server}`;
    const outcome = generated(project({}, { 'server.js': text }));
    assert.deepEqual(
      outcome.plan.runtime.writablePaths.map(({ path }) => path),
      ['/app/uploads'],
    );
    assert.match(
      dockerfileOf(outcome),
      /COPY --link --from=base --chown=65532:65532 \/app\/uploads/,
    );
  });

  const foldersOf = (files: Files, value = {}): readonly string[] =>
    generated(project(value, files)).plan.runtime.writablePaths.map(({ path }) => path);
  const notesOf = (files: Files): string => generated(project({}, files)).plan.notes.join('\n');

  test('a database that is a file gets the folder where it lies', () => {
    const opens = (where: string, module = 'node:sqlite'): Files => ({
      'server.js': `${server}new (require('${module}').DatabaseSync)(${where});\n`,
    });
    assert.deepEqual(foldersOf(opens("process.env.BOARD ?? '/data/board.db'")), ['/data']);
    assert.deepEqual(foldersOf(opens("'/var/lib/shop/a.sqlite3'", 'better-sqlite3')), [
      '/var/lib/shop',
    ]);
    assert.deepEqual(foldersOf(opens("'file:./data/a.db'", '@libsql/client')), ['/app/data']);
    assert.deepEqual(foldersOf(opens("path.join(__dirname, 'state', 'a.db')")), ['/app/state']);
    assert.deepEqual(foldersOf(opens("join(process.cwd(), 'state/x', 'a.db')")), ['/app/state/x']);
    assert.deepEqual(foldersOf(opens("resolve('state', 'a.db')")), ['/app/state']);
    assert.deepEqual(foldersOf(opens("new URL('./state/a.db', import.meta.url)")), ['/app/state']);
    assert.deepEqual(foldersOf(opens("'/tmp/a.db'")), []);
    const outcome = generated(project({}, opens("'/data/a.db'")));
    assert.match(dockerfileOf(outcome), /RUN mkdir -p \/data$/m);
    assert.match(
      dockerfileOf(outcome),
      /COPY --link --from=base --chown=65532:65532 \/data \/data/,
    );
    const [kept] = outcome.plan.runtime.writablePaths;
    assert.equal(kept?.keep, true);
  });

  test('a database whose folder is not known, or that has other files, is told', () => {
    const opens = (where: string): Files => ({
      'server.js': `${server}require('better-sqlite3')(${where});\n`,
    });
    for (const where of [
      "'board.db'",
      "join(folder, 'a.db')",
      '`${folder}/a.db`',
      "join('..', 'a.db')",
    ]) {
      assert.deepEqual(foldersOf(opens(where)), [], where);
      assert.match(notesOf(opens(where)), /keeps a database in a file/, where);
    }
    const shared = { ...opens("'data/a.db'"), 'data/seed.json': '[]' };
    assert.deepEqual(foldersOf(shared), []);
    assert.match(notesOf(shared), /keeps a database in a file/);
    assert.deepEqual(foldersOf({ ...opens("'data/a.db'"), 'data/a.db': '' }), ['/app/data']);
    assert.doesNotMatch(notesOf({ 'server.js': `${server}// board.db\n` }), /keeps a database/);
  });

  test('a build that moves the sources moves what lies beside them', () => {
    const built = (where: string): readonly string[] =>
      foldersOf(
        {
          'src/main.ts': `${server}new (require('node:sqlite').DatabaseSync)(${where});\n`,
          'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
        },
        { scripts: { build: 'tsc', start: 'node dist/main.js' } },
      );
    assert.deepEqual(built("join(__dirname, '..', 'data', 'a.db')"), ['/app/data']);
    assert.deepEqual(built("join(__dirname, 'data', 'a.db')"), []);
  });

  test('absolute folders for data, and none for routes', () => {
    const text = [
      "fs.writeFileSync('/data/prices/today.json', text);",
      "const folder = process.env.UPLOAD_DIR ?? '/uploads';",
      "app.get('/storage/:id', (_request, response) => response.sendFile(FILE));",
      "app.get('/data', show);",
      "fs.mkdirSync('/tmp/data');",
    ].join('\n');
    assert.deepEqual(foldersOf({ 'server.js': `${server}${text}\n` }), ['/data', '/uploads']);
  });

  test('a migration that is in the image', () => {
    const scripts = { start: 'node server.js', migrate: 'node scripts/migrate.js up' };
    const files = { 'server.js': server, 'scripts/migrate.js': '' };
    const { migration } = generated(project({ scripts }, files)).plan.runtime;
    assert.deepEqual(migration, ['scripts/migrate.js', 'up']);
  });
});

describe('workspaces', () => {
  const member = manifest({
    name: '@shop/api',
    scripts: { start: 'node server.js' },
    dependencies: { '@shop/lib': '*' },
  });
  const root = (more = {}): Files => ({
    'package.json': manifest({ workspaces: ['apps/*', 'libs/*'], ...more }),
    'package-lock.json': '{}',
    'apps/api/package.json': member,
    'apps/api/server.js': server,
    'libs/lib/package.json': manifest({ name: '@shop/lib', main: 'index.js' }),
    'libs/lib/index.js': '',
  });

  test('a member is built from the root', () => {
    const outcome = generated(root(), { folder: 'apps/api' });
    assert.equal(outcome.plan.runtime.command[0], 'server.js');
    assert.match(dockerfileOf(outcome), /COPY --link --parents libs\/lib\/index\.js/);
    assert.match(dockerfileOf(outcome), /WORKDIR \/app\/apps\/api/);
  });

  test('libraries are no applications', () => {
    assertRefused(root(), /Nothing fits/, { folder: 'libs/lib' });
  });

  test('circles, and roots inside', () => {
    const circle = manifest({ name: '@shop/lib', dependencies: { '@shop/api': '*' } });
    const files = { ...root(), 'libs/lib/package.json': circle };
    assertRefused(files, /need each other/, { folder: 'apps/api' });
    const inner = Object.fromEntries(
      Object.entries(root()).map(([path, text]) => [`web/${path}`, text]),
    );
    assertRefused(inner, /has its root in web/, { folder: 'web/apps/api' });
  });
});
