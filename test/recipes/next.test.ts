import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertRefused,
  dockerfileOf,
  generated,
  manifest,
  type Files,
} from '../harness/javascript-recipes';

function application(value: Readonly<Record<string, unknown>> = {}, files: Files = {}): Files {
  return {
    'package.json': manifest({
      scripts: { build: 'next build', start: 'next start -p 4000' },
      dependencies: { next: '^16.0.0' },
      ...value,
    }),
    'package-lock.json': '{}',
    'next.config.mjs': "export default { output: 'standalone' };",
    ...files,
  };
}

test('the port of the script, and a route that tells whether it is well', () => {
  const health = { 'app/(internal)/healthz/route.ts': '' };
  const { runtime } = generated(application({}, health)).plan;
  assert.equal(runtime.port, 4000);
  assert.equal(runtime.health.livePath, '/healthz');
  const pages = { 'pages/api/health.js': '' };
  assert.equal(generated(application({}, pages)).plan.runtime.health.livePath, '/api/health');
});

test('another folder for what is built', () => {
  const config = "export default { output: 'standalone', distDir: 'build' };";
  const outcome = generated(application({}, { 'next.config.mjs': config }));
  assert.match(dockerfileOf(outcome), /\/app\/build\/static \.\/build\/static/);
  assert.equal(outcome.plan.runtime.writablePaths[0]?.path, '/app/build/cache');
});

test('a member of a workspace', () => {
  const files = Object.entries(application()).map(([path, text]): [string, string] => [
    `apps/web/${path}`,
    text,
  ]);
  const outcome = generated(
    {
      ...(Object.fromEntries(files) satisfies Files),
      'package.json': manifest({ workspaces: ['apps/*'] }),
      'package-lock.json': '{}',
    },
    { folder: 'apps/web' },
  );
  const text = dockerfileOf(outcome);
  assert.match(text, /WORKDIR \/app\/apps\/web\n/);
  assert.match(text, /COPY --link --from=build \/app\/apps\/web\/\.next\/standalone \/app\n/);
  assert.match(text, /RUN .*\n\s+npm run build --workspace=apps\/web/);
});

test('a release without support is named', () => {
  const old = application({ dependencies: { next: '15.5.0' } });
  assert.match(generated(old).plan.notes.join('\n'), /Next\.js 15 gets no more fixes/);
});

test('what is refused', () => {
  const plain = { 'next.config.mjs': 'export default {};' };
  assertRefused(application({}, plain), /Set output: 'standalone' in next\.config\.mjs/);
  const { 'next.config.mjs': _, ...none } = application();
  assertRefused(none, /Set output: 'standalone'/);
  assertRefused(application({ scripts: {} }), /needs a script "build"/);
  assertRefused(application({ engines: { node: '20.x' } }), /supported Node\.js "20\.x"/);
  assertRefused(application(), /a port of 1024 or more/, { choices: { port: 80 } });
});

test('Prisma makes its client first', () => {
  const dependencies = { next: '^16.0.0', '@prisma/client': '^7.0.0' };
  const outcome = generated(application({ dependencies, devDependencies: { prisma: '^7.0.0' } }));
  assert.match(dockerfileOf(outcome), /RUN node_modules\/\.bin\/prisma generate/);
});
