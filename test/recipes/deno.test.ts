import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefused, dockerfileOf, generated, type Files } from '../harness/javascript-recipes';

function project(start: string, more: Readonly<Record<string, unknown>> = {}): Files {
  return {
    'deno.json': JSON.stringify({ tasks: { start }, ...more }),
    'deno.lock': '{}',
    'main.ts': 'Deno.serve({ port: 8000 }, () => new Response());\n',
  };
}

test('rights are kept, what is for development is not', () => {
  const { runtime } = generated(
    project('deno run --watch -N --env-file=.env main.ts --quiet'),
  ).plan;
  assert.deepEqual(runtime.command, [
    'run',
    '--cached-only',
    '--no-prompt',
    '--no-code-cache',
    '--allow-net',
    'main.ts',
    '--quiet',
  ]);
  assert.equal(runtime.health.test?.at(-1), '/app/healthcheck.js');
});

test('modules that say how they answer', () => {
  const { runtime } = generated(project('deno serve --port 9000 --host 127.0.0.1 main.ts')).plan;
  assert.equal(runtime.port, 9000);
  assert.deepEqual(runtime.command.slice(4), ['--host=0.0.0.0', '--port=9000', 'main.ts']);
});

test('the version, and the lock', () => {
  const files: Files = { ...project('deno run -N main.ts'), '.deno-version': '2.9.1\n' };
  assert.match(dockerfileOf(generated(files)), /FROM denoland\/deno:distroless-2\.9\.1/);
  assert.match(dockerfileOf(generated(files)), /RUN deno install --frozen --entrypoint main\.ts/);
  const { 'deno.lock': _, ...unlocked } = files;
  assert.match(generated(unlocked).plan.notes.join('\n'), /There is no deno\.lock/);
});

test('what is refused', () => {
  assertRefused(project('deno run -A main.ts'), /says "-A": name the rights/);
  assertRefused(project('deno run -RW main.ts'), /Write the rights "-RW"/);
  assertRefused(project('deno run -N other.ts'), /starts a file that is not there/);
  assertRefused(project('deno task build && deno run main.ts'), /is not one call/);
  assertRefused(
    project('deno run --allow-net=api.example main.ts'),
    /does not let the program listen/,
  );
  assertRefused({ ...project('deno run -N main.ts'), '.dvmrc': '2.5.0' }, /no more security fixes/);
  assertRefused({ 'deno.json': '{}', 'main.ts': '' }, /needs a task "start"/);
  assertRefused({ 'deno.json': '{ "workspace": ["a"] }' }, /has a workspace/);
  assertRefused(
    project('deno run main.ts', { nodeModulesDir: 'auto' }),
    /node_modules is not planned/,
  );
});
