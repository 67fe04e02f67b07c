import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertRefused,
  dockerfileOf,
  generated,
  manifest,
  type Files,
} from '../harness/javascript-recipes';

const server = 'Bun.serve({ fetch: () => new Response("ok") });\n';

function project(value: Readonly<Record<string, unknown>>, files: Files = {}): Files {
  return {
    'package.json': manifest({ dependencies: { hono: '^4.0.0' }, ...value }),
    'bun.lock': '{}',
    'index.ts': server,
    ...files,
  };
}

const commandOf = (files: Files): readonly string[] =>
  generated(files, { recipe: 'bun-server' }).plan.runtime.command;

test('what Bun starts', () => {
  assert.deepEqual(commandOf(project({ module: './index.ts' })), ['index.ts']);
  const watched = { scripts: { start: 'NODE_ENV=production bun --hot run index.ts --quiet' } };
  assert.deepEqual(commandOf(project(watched)), ['index.ts', '--quiet']);
  const built = {
    scripts: { build: 'bun build ./index.ts --outdir ./out', start: 'bun out/index.js' },
  };
  const outcome = generated(project(built));
  assert.match(dockerfileOf(outcome), /RUN bun run build/);
  assert.match(dockerfileOf(outcome), /COPY --link --from=build .* \/app\/out \.\/out/);
});

test('the port that Bun takes by itself', () => {
  const { runtime } = generated(project({})).plan;
  assert.equal(runtime.port, 3000);
  assert.ok(runtime.environment.some(([name, value]) => name === 'PORT' && value === '3000'));
});

test('the version', () => {
  const imageOf = (value: Readonly<Record<string, unknown>>, files: Files = {}): string =>
    /FROM (\S+) AS base/.exec(dockerfileOf(generated(project(value, files))))?.[1] ?? '';
  assert.equal(imageOf({}), 'oven/bun:1.4-slim');
  assert.equal(imageOf({ packageManager: 'bun@1.3.2' }), 'oven/bun:1.3.2-slim');
  assert.equal(imageOf({}, { '.bun-version': '1.3.5\n' }), 'oven/bun:1.3.5-slim');
});

test('compiled packages need libraries that distroless lacks', () => {
  const files = project({ dependencies: { 'better-sqlite3': '^12.0.0' } });
  assert.deepEqual(generated(files).bases, ['slim', 'alpine']);
});

test('a database that is a file', () => {
  const opens = (where: string): Files => ({
    'index.ts': `import { Database } from 'bun:sqlite';\nnew Database(${where});\n${server}`,
  });
  const outcome = generated({ ...project({}), ...opens("'data/seats.db'") });
  assert.deepEqual(
    outcome.plan.runtime.writablePaths.map(({ path }) => path),
    ['/app/data'],
  );
  assert.match(dockerfileOf(outcome), /--from=base --chown=65532:65532 \/app\/data \/app\/data/);
  const stray = generated({ ...project({}), ...opens("'seats.db'") });
  assert.match(stray.plan.notes.join('\n'), /keeps a database in a file/);
});

test('what is refused', () => {
  const { 'bun.lock': _, ...unlocked } = project({ scripts: { start: 'bun index.ts' } });
  assertRefused({ ...unlocked, 'package-lock.json': '{}' }, /is of another package manager/);
  const loopback = { 'index.ts': "Bun.serve({ hostname: 'localhost', port: 3000 });\n" };
  assertRefused(project({}, loopback), /listens on the loopback address/);
});
