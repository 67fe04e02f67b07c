import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readBunStart } from '../../server/src/core/plan/bun-start';
import { BuildContext } from '../../server/src/core/project/build-context';
import { readPackageJson } from '../../server/src/core/project/package-json';
import { assertRefused, generated, manifest, type Files } from '../harness/javascript-recipes';
import { toProject } from '../harness/project';

const server = "require('express')().listen(process.env.PORT ?? 3000);\n";

function node(value: Readonly<Record<string, unknown>>, files: Files): Files {
  return {
    'package.json': manifest({ dependencies: { express: '^5.0.0' }, ...value }),
    'package-lock.json': '{}',
    ...files,
  };
}

const commandOf = (files: Files): readonly string[] => generated(files).plan.runtime.command;

describe('the file that Node.js starts', () => {
  test('without a script', () => {
    for (const file of ['server.js', 'index.js', 'app.js']) {
      assert.deepEqual(commandOf(node({}, { [file]: server })), [file]);
    }
    const main = node({ main: './lib/run.js' }, { 'lib/run.js': server });
    assert.deepEqual(commandOf(main), ['lib/run.js']);
    assertRefused(node({ main: 'lib/run.js' }, { 'lib/other.js': '' }), /Nothing fits|was found/);
  });

  test('behind options of Node.js', () => {
    const files = { 'server.js': server, 'tracing.js': '' };
    const start = 'node --import ./tracing.js -r dotenv/config ./server.js --verbose';
    const { command } = generated(node({ scripts: { start } }, files)).plan.runtime;
    assert.deepEqual(command, [
      '--import',
      './tracing.js',
      '-r',
      'dotenv/config',
      './server.js',
      '--verbose',
    ]);
    assertRefused(node({ scripts: { start: 'node --watch' } }, files), /names no file for node/);
  });

  test('behind a runner for development', () => {
    const files = { 'src/server.js': server };
    const watched = node({ scripts: { start: 'nodemon src/server.js' } }, files);
    assert.deepEqual(commandOf(watched), ['src/server.js']);
    const built = {
      scripts: { start: 'nodemon', build: 'tsc' },
      main: 'dist/server.js',
    };
    const sources = {
      'src/server.ts': server,
      'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }',
    };
    assert.deepEqual(commandOf(node(built, sources)), ['dist/server.js']);
    const none = { scripts: { start: 'ts-node src/server.ts' } };
    assertRefused(node(none, sources), /starts TypeScript through "ts-node"/);
    const bundled = { scripts: { start: 'tsx src/server.ts', build: 'rollup --config' } };
    assertRefused(node(bundled, sources), /through "tsx"/);
    const outside = { scripts: { start: 'tsx server.ts', build: 'tsc' } };
    const config = { ...sources, 'server.ts': server };
    assertRefused(node(outside, config), /through "tsx"/);
  });

  test('a runner without a build that runs a file which is there', () => {
    const files = { 'index.js': server, 'src/server.ts': server };
    const scripts = { start: 'nodemon', build: 'rollup --config' };
    assert.deepEqual(commandOf(node({ scripts, main: 'index.js' }, files)), ['index.js']);
  });

  test('a package that is for development only', () => {
    const value = {
      scripts: { start: 'micro' },
      devDependencies: { micro: '^10.0.0' },
    };
    assertRefused(node(value, { 'index.js': server }), /Which file starts the server/);
  });

  test('a program of a package', () => {
    const value = { scripts: { start: 'fastify start app.js' } };
    const dependencies = { fastify: '^5.0.0', 'fastify-cli': '^7.0.0' };
    const { command, port } = generated(node({ ...value, dependencies }, { 'app.js': '' })).plan
      .runtime;
    assert.deepEqual(command, ['node_modules/fastify-cli/cli.js', 'start', 'app.js']);
    assert.equal(port, 3000);
    const development = {
      dependencies: { fastify: '^5.0.0' },
      devDependencies: { 'fastify-cli': '^7.0.0' },
    };
    assertRefused(node({ ...value, ...development }, { 'app.js': '' }), /fastify-cli|Which file/);
  });

  test('a version of Node.js that runs no TypeScript', () => {
    const value = { scripts: { start: 'node server.ts' }, engines: { node: '20.x' } };
    assertRefused(node(value, { 'server.ts': server }), /Node\.js 20 gets no more security fixes/);
  });

  test('variables of the script', () => {
    const start = 'NODE_ENV=production MODE=web PORT=4000 node server.js';
    const { environment } = generated(node({ scripts: { start } }, { 'server.js': server })).plan
      .runtime;
    assert.deepEqual(environment, [
      ['NODE_ENV', 'production'],
      ['PORT', '3000'],
      ['MODE', 'web'],
    ]);
  });
});

describe('a server that Bun starts', () => {
  const bun = (value: Readonly<Record<string, unknown>>, files: Files = {}): Files => ({
    'package.json': manifest({ dependencies: { hono: '^4.0.0' }, ...value }),
    'bun.lock': '{}',
    'index.ts': 'Bun.serve({ fetch: () => new Response("ok") });\n',
    ...files,
  });

  test('chosen port and paths', () => {
    const choices = { port: 9000, healthPath: '/up', readyPath: '/ready' };
    const { runtime } = generated(bun({}), { choices }).plan;
    assert.equal(runtime.port, 9000);
    assert.deepEqual([runtime.health.livePath, runtime.health.readyPath], ['/up', '/ready']);
    assertRefused(bun({}), /a port of 1024 or more/, { choices: { port: 80 } });
  });

  test('a program that serves nothing', () => {
    const files = bun({ dependencies: { pino: '^10.0.0' } }, { 'index.ts': 'run();\n' });
    const { runtime } = generated(files).plan;
    assert.deepEqual([runtime.port, runtime.health.test], [undefined, undefined]);
  });

  test('a fixed port sets no variable', () => {
    const files = bun({}, { 'index.ts': 'Bun.serve({ port: 4000, fetch: handle });\n' });
    const { port, environment } = generated(files).plan.runtime;
    assert.equal(port, 4000);
    assert.ok(!environment.some(([name]) => name === 'PORT'));
  });

  test('without packages there is the program alone', () => {
    const { stages } = generated(bun({ dependencies: {} })).plan;
    assert.deepEqual(
      stages.map(({ name }) => name),
      ['runtime'],
    );
  });

  test('settings of the packages', () => {
    const npmrc = { '.npmrc': '//r.example/:_authToken=${NPM_TOKEN}\n' };
    assert.ok(generated(bun({}, npmrc)).plan.needed.includes('!.npmrc'));
  });

  test('what is refused', () => {
    assertRefused(bun({ dependencies: { puppeteer: '^24.0.0' } }), /starts a browser/);
    const missing = bun({ scripts: { start: 'bun other.ts' } });
    assertRefused(missing, /starts other\.ts, which is not there/);
    const yarn = { packageManager: 'yarn@4.1.0', scripts: { start: 'bun index.ts' } };
    assertRefused(bun(yarn), /Plug'n'Play/, { recipe: 'bun-server' });
  });
});

describe('the file that Bun starts', () => {
  function readStart(value: Readonly<Record<string, unknown>>, files: Files): unknown {
    const context = new BuildContext(toProject({ 'package.json': manifest(value), ...files }));
    const read = readPackageJson(context);
    assert.ok(read !== undefined);
    const start = readBunStart(context, '', read);
    return typeof start === 'string' ? start : start.arguments;
  }

  test('by a script, by the manifest, by its name', () => {
    const files = { 'index.ts': '', 'src/app.ts': '' };
    const scripts = { start: 'MODE=a bun --watch run src/app.ts --fast' };
    assert.deepEqual(readStart({ scripts }, files), ['src/app.ts', '--fast']);
    assert.deepEqual(readStart({ main: './src/app.ts' }, files), ['src/app.ts']);
    assert.deepEqual(readStart({}, files), ['index.ts']);
  });

  test('what is refused', () => {
    assert.match(String(readStart({}, {})), /needs a script "start" like "bun src\/index\.ts"/);
    const scripts = { start: 'bun build src/app.ts' };
    assert.match(
      String(readStart({ scripts }, { 'src/app.ts': '' })),
      /The script "start" .* names no file for Bun/,
    );
  });

  test('variables of the script', () => {
    const files = {
      'package.json': manifest({ scripts: { start: 'NODE_ENV=test MODE=web bun index.ts' } }),
      'bun.lock': '{}',
      'index.ts': 'Bun.serve({ fetch: () => new Response("ok") });\n',
    };
    const { environment } = generated(files).plan.runtime;
    assert.ok(environment.some(([name, value]) => name === 'MODE' && value === 'web'));
    assert.ok(environment.some(([name, value]) => name === 'NODE_ENV' && value === 'production'));
  });
});

describe('the task that Deno runs', () => {
  const deno = (
    start: string,
    text: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Files => ({
    'deno.json': JSON.stringify({ name: '@shop/api', tasks: { start }, ...more }),
    'deno.lock': '{}',
    'main.ts': text,
  });

  test('Deno.serve takes 8000 where nothing names a port', () => {
    const outcome = generated(deno('deno run -N main.ts', 'Deno.serve(() => new Response());\n'));
    assert.equal(outcome.plan.runtime.port, 8000);
    assert.equal(outcome.plan.name, 'api');
    const named = deno('deno run -N main.ts', 'Deno.serve({ port: 8300 }, handle);\n');
    assert.equal(generated(named).plan.runtime.port, 8300);
    const served = deno('deno serve main.ts', 'export default { fetch: handle };\n');
    assert.equal(generated(served).plan.runtime.port, 8000);
  });

  test('a program that serves nothing', () => {
    const { runtime } = generated(deno('deno run main.ts', 'console.log(1);\n')).plan;
    assert.equal(runtime.port, undefined);
    assert.equal(runtime.health.test, undefined);
    assert.ok(!runtime.environment.some(([name]) => name === 'PORT'));
  });

  test('the port of a variable, and rights for it alone', () => {
    const text = "Deno.serve({ port: Number(Deno.env.get('PORT') ?? 8200) }, handle);\n";
    const start = 'deno run --allow-net=0.0.0.0:8200,api.example -E main.ts';
    const { runtime } = generated(deno(start, text)).plan;
    assert.deepEqual(runtime.environment.at(-1), ['PORT', '8200']);
    assertRefused(deno(start, text), /say --allow-net, or --allow-net=0\.0\.0\.0:9000/, {
      choices: { port: 9000 },
    });
    assertRefused(deno(start, text), /a port of 1024 or more/, { choices: { port: 90 } });
  });

  test('chosen paths of the health check', () => {
    const choices = { healthPath: '/up', readyPath: '/ready' };
    const files = deno('deno run -N main.ts', 'Deno.serve(handle);\n');
    const { health } = generated(files, { choices }).plan.runtime;
    assert.deepEqual([health.livePath, health.readyPath], ['/up', '/ready']);
  });

  test('"start" goes before other tasks, wherever it stands', () => {
    const tasks = { serve: 'deno serve main.ts', start: 'deno run -N main.ts' };
    const files = deno('', 'Deno.serve(handle);\n', { tasks });
    assert.equal(generated(files).plan.runtime.command[0], 'run');
  });

  test('tasks and members as objects', () => {
    const start = { command: 'deno run -N main.ts' };
    const files = { ...deno('', 'Deno.serve(handle);\n', { tasks: { start, odd: 1 } }) };
    assert.equal(generated(files).plan.runtime.command.at(-1), 'main.ts');
    const workspace = { members: ['./a', 1] };
    assertRefused(deno('', '', { workspace }), /has a workspace/);
  });

  test('what is refused', () => {
    const text = 'Deno.serve(handle);\n';
    assertRefused(deno('deno run -N main.ts | tee log', text), /is not one call/);
    assertRefused(deno('deno run -N', text), /starts a file that is not there/);
    assertRefused({ 'deno.json': '[]', 'main.ts': '' }, /deno\.json cannot be read/);
    const fixed = "Deno.serve({ hostname: '127.0.0.1' }, handle);\n";
    assertRefused(deno('deno run -N main.ts', fixed), /main\.ts:1 listens on the loopback/);
  });
});
