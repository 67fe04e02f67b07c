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

test('what is refused', () => {
  const { 'bun.lock': _, ...unlocked } = project({ scripts: { start: 'bun index.ts' } });
  assertRefused({ ...unlocked, 'package-lock.json': '{}' }, /is of another package manager/);
  const loopback = { 'index.ts': "Bun.serve({ hostname: 'localhost', port: 3000 });\n" };
  assertRefused(project({}, loopback), /listens on the loopback address/);
});
