import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keepNodeBases } from '../../server/src/core/plan/node-bases';
import {
  assertRefused,
  dockerfileOf,
  generated,
  manifest,
  type Files,
} from '../harness/javascript-recipes';

const server = "require('express')().listen(process.env.PORT ?? 3000);\n";

function project(value: Readonly<Record<string, unknown>>, files: Files = {}): Files {
  return {
    'package.json': manifest({
      scripts: { start: 'node server.js' },
      dependencies: { express: '^5.0.0' },
      ...value,
    }),
    'server.js': server,
    ...files,
  };
}

/** On one base alone: a copy of all sources before the install is a finding that the plan speaks of. */
const onSlim = { choices: { base: 'slim' } } as const;

const notesOf = (files: Files): string => generated(files, onSlim).plan.notes.join('\n');

describe('the package manager', () => {
  test('is what "packageManager" or the lock file names', () => {
    const linker = { '.yarnrc.yml': 'nodeLinker: node-modules\n' };
    const cases: readonly (readonly [
      value: Readonly<Record<string, unknown>>,
      files: Files,
      command: string,
    ])[] = [
      [
        { packageManager: 'npm@11.0.0' },
        { 'package-lock.json': '{}', 'yarn.lock': '' },
        'npm ci --omit=dev',
      ],
      [
        { packageManager: 'yarn@1.22.22' },
        { 'yarn.lock': '' },
        'yarn install --frozen-lockfile --production',
      ],
      [
        { packageManager: 'pnpm@10.1.0' },
        { 'pnpm-lock.yaml': '' },
        'pnpm install --frozen-lockfile --prod',
      ],
      [
        { packageManager: 'bun@1.4.0' },
        { 'bun.lock': '{}' },
        'bun install --frozen-lockfile --production',
      ],
      [{ packageManager: 'none' }, { 'npm-shrinkwrap.json': '{}' }, 'npm ci --omit=dev'],
      [{}, { 'yarn.lock': '', ...linker }, 'yarn workspaces focus --production --all'],
      [{}, {}, 'npm install --omit=dev'],
    ];
    for (const [value, files, command] of cases) {
      const text = dockerfileOf(generated(project(value, files), { recipe: 'node-server' }));
      assert.ok(text.includes(command), `${command}\n${text}`);
    }
  });

  test('without a lock file that is said, and the manifests are copied', () => {
    assert.match(notesOf(project({})), /There is no lock file/);
    assert.match(dockerfileOf(generated(project({}))), /COPY --link --parents package\.json/);
  });

  test('an install that may read everything comes after the sources', () => {
    const files = project(
      { scripts: { start: 'node server.js', postinstall: 'node setup.js' } },
      { 'package-lock.json': '{}', 'setup.js': "require('./' + process.argv[2]);\n" },
    );
    assert.match(notesOf(files), /All sources are copied before the install: /);
    assert.match(dockerfileOf(generated(files, onSlim)), /COPY --link \. \./);
  });

  test('Yarn 2 and later with what a plan cannot leave out', () => {
    const files = { 'yarn.lock': '', '.yarnrc.yml': 'nodeLinker: node-modules\n' };
    const hooks = { scripts: { start: 'node server.js', postinstall: 'husky' } };
    const value = { packageManager: 'yarn@4.10.0', ...hooks };
    assertRefused(project(value, files), /Yarn runs the script "postinstall" of package\.json/);
  });

  test('scripts that work everywhere are not left out', () => {
    const scripts = (prepare: string): Files =>
      project({ scripts: { start: 'node server.js', prepare } }, { 'package-lock.json': '{}' });
    for (const prepare of [
      'husky || true',
      'npx only-allow npm',
      'npx --yes only-allow npm',
      'echo ok',
    ]) {
      assert.doesNotMatch(notesOf(scripts(prepare)), /leaves out/, prepare);
    }
    assert.match(
      notesOf(scripts('husky')),
      /leaves out "prepare" of the project, and scripts of packages\./,
    );
    assert.match(notesOf(scripts('husky; true')), /leaves out "prepare"/);
  });

  test('scripts of packages run where those of the project are left out', () => {
    const files = project(
      {
        scripts: { start: 'node server.js', prepare: 'husky' },
        dependencies: { express: '^5.0.0', 'better-sqlite3': '^12.0.0' },
      },
      { 'package-lock.json': '{}' },
    );
    assert.match(dockerfileOf(generated(files)), /npm rebuild better-sqlite3/);
    assert.match(notesOf(files), /scripts of packages but better-sqlite3/);
  });
});

describe('what the manifest says for labels', () => {
  const sourceOf = (repository: unknown): string | undefined =>
    generated(project({ repository, license: 'UNLICENSED' })).plan.source;

  test('the address of the repository', () => {
    const page = 'https://github.com/shop/api';
    assert.equal(sourceOf('github:shop/api'), page);
    assert.equal(sourceOf('shop/api'), page);
    assert.equal(sourceOf({ type: 'git', url: `git+${page}.git` }), page);
    assert.equal(sourceOf('git@example.org:shop/api'), undefined);
    assert.equal(generated(project({ license: 'UNLICENSED' })).plan.licence, undefined);
  });

  test('a name that no image may have', () => {
    assert.equal(generated(project({ name: '@shop/' })).plan.name, 'app');
  });
});

test('a family without an image of the version gives way to the usual one', () => {
  assert.deepEqual(keepNodeBases(['chainguard'], '24.x'), ['slim']);
  assert.deepEqual(keepNodeBases(['slim', 'alpine'], 'odd'), ['slim', 'alpine']);
});

describe('Prisma before a build', () => {
  const value = {
    scripts: { build: 'tsc', start: 'node dist/server.js' },
    dependencies: { '@prisma/client': '^6.0.0', express: '^5.0.0' },
    devDependencies: { prisma: '^6.0.0', typescript: '^5.0.0' },
  };
  const files = {
    'src/server.ts': `import { PrismaClient } from '@prisma/client';\n${server}`,
    'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
    'prisma/schema.prisma': '',
  };

  test('alone', () => {
    const text = dockerfileOf(
      generated({ 'package.json': manifest(value), 'package-lock.json': '{}', ...files }),
    );
    assert.match(text, /RUN npx prisma generate && \\\n\s+npm run build/);
  });

  test('in a member of a workspace', () => {
    const member = Object.fromEntries(
      Object.entries({ 'package.json': manifest({ ...value, name: 'api' }), ...files }).map(
        ([path, text]) => [`apps/api/${path}`, text],
      ),
    );
    const root = {
      'package.json': manifest({ workspaces: ['apps/*'] }),
      'package-lock.json': '{}',
    };
    const text = dockerfileOf(generated({ ...root, ...member }, { folder: 'apps/api' }));
    assert.match(
      text,
      /RUN \(cd apps\/api && npx prisma generate\) && \\\n\s+npm run build --workspace=apps\/api/,
    );
  });
});

describe('members of a workspace', () => {
  const root = (manager: string, more: Files): Files => ({
    'package.json': manifest({ workspaces: ['apps/*'], packageManager: manager }),
    'apps/api/package.json': manifest({
      name: 'api',
      scripts: { start: 'node dist/server.js', build: 'tsc', migrate: 'node dist/migrate.js' },
      dependencies: { express: '^5.0.0', words: '*' },
      devDependencies: { typescript: '^5.0.0' },
    }),
    'apps/api/tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
    'apps/api/src/server.ts': server,
    'apps/words/package.json': manifest({
      name: 'words',
      main: 'index.js',
      scripts: { build: 'make' },
    }),
    'apps/words/index.js': '',
    ...more,
  });
  const cases: readonly (readonly [manager: string, more: Files, commands: readonly string[]])[] = [
    [
      'npm@11.0.0',
      { 'package-lock.json': '{}' },
      ['npm ci --omit=dev --workspace=apps/api', 'npm run build --workspace=apps/api'],
    ],
    [
      'pnpm@10.0.0',
      { 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': 'packages:\n  - apps/*\n' },
      ['--prod --filter="api..."', 'pnpm --filter=api run build'],
    ],
    [
      'yarn@1.22.22',
      { 'yarn.lock': '' },
      ['yarn install --frozen-lockfile --production', 'yarn workspace api run build'],
    ],
    [
      'yarn@4.10.0',
      { 'yarn.lock': '', '.yarnrc.yml': 'nodeLinker: node-modules\n' },
      ['yarn workspaces focus --production api', 'yarn workspace api run build'],
    ],
    [
      'bun@1.4.0',
      { 'bun.lock': '{}' },
      ['bun install --frozen-lockfile --production', 'bun run --filter=api build'],
    ],
  ];

  for (const [manager, more, commands] of cases) {
    test(manager, () => {
      const outcome = generated(root(manager, more), { folder: 'apps/api', recipe: 'node-server' });
      const text = dockerfileOf(outcome);
      for (const command of commands) assert.ok(text.includes(command), `${command}\n${text}`);
      assert.deepEqual(outcome.plan.runtime.migration, ['dist/migrate.js']);
    });
  }

  test('a member without a name', () => {
    const files = { ...root('npm@11.0.0', {}), 'apps/odd/package.json': '{ "private": true }' };
    assertRefused(files, /apps\/odd\/package\.json has no name/, { folder: 'apps/api' });
  });

  test('Bun starts no member', () => {
    const files = root('bun@1.4.0', {
      'bun.lock': '{}',
      'apps/api/package.json': manifest({ name: 'api', scripts: { start: 'bun server.ts' } }),
      'apps/api/server.ts': '',
    });
    assertRefused(files, /planned for Node\.js only/, { folder: 'apps/api', recipe: 'bun-server' });
  });
});

describe('where a server listens', () => {
  test('variables with the address', () => {
    const text =
      "require('express')().listen(3000, process.env['HOST'] ?? process.env.BIND_ADDRESS);\n";
    const { environment } = generated(project({}, { 'server.js': text })).plan.runtime;
    assert.deepEqual(environment.slice(1), [
      ['BIND_ADDRESS', '0.0.0.0'],
      ['HOST', '0.0.0.0'],
    ]);
  });

  test('Fastify with an address', () => {
    const text = "require('fastify')().listen({ port: 3000, host: '::' });\n";
    const files = project({ dependencies: { fastify: '^5.0.0' } }, { 'server.js': text });
    assert.doesNotMatch(notesOf(files), /loopback/);
  });

  test('a prefix before all routes hides those of controllers', () => {
    const pathOf = (before: string): string | undefined =>
      generated(
        project(
          {},
          { 'server.js': `${before}@Controller('health') class A { @Get() a() {} }\n${server}` },
        ),
      ).plan.runtime.health.livePath;
    assert.equal(pathOf(''), '/health');
    assert.equal(pathOf("app.setGlobalPrefix('api');\n"), undefined);
  });

  test('a health path for readiness', () => {
    const outcome = generated(project({}), {
      choices: { readyPath: '/ready', healthPath: '/live' },
    });
    assert.deepEqual(
      [outcome.plan.runtime.health.livePath, outcome.plan.runtime.health.readyPath],
      ['/live', '/ready'],
    );
  });
});

describe('migrations that are not in the image', () => {
  for (const migrate of [
    'node lib/other.js',
    'knex migrate',
    'node a.js && node b.js',
    'node --version',
    'a | b',
  ]) {
    test(migrate, () => {
      const scripts = { start: 'node server.js', migrate };
      assert.equal(generated(project({ scripts })).plan.runtime.migration, undefined);
    });
  }
});
