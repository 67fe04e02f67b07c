import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import splitProductionDependencies from '../../server/src/core/assists/split-production-dependencies';
import { applyAssist, runAssist } from '../harness/assists';

interface Case {
  readonly title: string;
  readonly lines: readonly string[];
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Lines that come in place of, or below, the install. */
  readonly after?: readonly string[];
  readonly reason?: RegExp;
}

const development = { devDependencies: { eslint: '10' } };
const own = (install: string): readonly string[] => [
  'FROM node:24-trixie-slim',
  'WORKDIR /app',
  'COPY . .',
  install,
  'CMD ["node", "a.js"]',
];
const twoStages = (...builder: readonly string[]): readonly string[] => [
  'FROM node:24 AS build',
  'WORKDIR /app',
  'COPY . .',
  ...builder,
  'FROM node:24-slim',
  'WORKDIR /app',
  'COPY --from=build /app /app',
  'CMD ["node", "a.js"]',
];

const cases: readonly Case[] = [
  {
    title: 'npm',
    lines: own('RUN npm install --no-audit'),
    manifest: development,
    after: ['RUN npm install --omit=dev --no-audit'],
  },
  {
    title: 'npm of an old release',
    lines: ['FROM node:14', ...own('RUN npm ci').slice(1)],
    manifest: development,
    after: ['RUN npm ci --production'],
  },
  {
    title: 'pnpm',
    lines: own('RUN pnpm install --frozen-lockfile'),
    manifest: development,
    after: ['RUN pnpm install --prod --frozen-lockfile'],
  },
  {
    title: 'Yarn without a word',
    lines: own('RUN yarn'),
    manifest: development,
    files: { 'yarn.lock': '' },
    after: ['RUN yarn --production'],
  },
  {
    title: 'a script of the project that may need them runs first',
    lines: own('RUN npm ci'),
    manifest: { ...development, scripts: { prepare: 'husky' } },
    after: ['RUN npm ci && npm prune --omit=dev'],
  },
  {
    title: 'pnpm with such a script',
    lines: own('RUN pnpm install'),
    manifest: { ...development, scripts: { prepare: 'husky' } },
    after: ['RUN pnpm install && pnpm prune --prod --ignore-scripts'],
  },
  {
    title: 'a stage that builds',
    lines: twoStages('RUN npm ci', 'RUN npm run build'),
    manifest: { ...development, scripts: { build: 'next build' } },
    after: ['RUN npm run build', 'RUN npm prune --omit=dev'],
  },
  {
    title: 'a workspace of pnpm',
    lines: twoStages('RUN pnpm install', 'RUN pnpm run build'),
    manifest: { scripts: { build: 'pnpm -r build' } },
    files: {
      'pnpm-workspace.yaml': 'packages: [api]',
      'api/package.json': '{ "devDependencies": { "typescript": "5" } }',
    },
    after: ['RUN pnpm run build', 'RUN CI=true pnpm install --prod --prefer-offline'],
  },
  {
    title: 'conflicts between packages that the install overlooks',
    lines: twoStages('RUN npm ci --legacy-peer-deps'),
    manifest: development,
    after: ['RUN npm ci --legacy-peer-deps', 'RUN npm prune --omit=dev --legacy-peer-deps'],
  },
  {
    title: 'the shipped stage builds',
    lines: own('RUN npm ci && npm run build'),
    manifest: { ...development, scripts: { build: 'tsc' } },
    reason: /builds, too/,
  },
  {
    title: 'another stage starts from the one that installs',
    lines: [
      'FROM node:24 AS build',
      'WORKDIR /app',
      'COPY . .',
      'RUN npm ci',
      'FROM build AS test',
      'RUN npm test',
      'FROM node:24-slim',
      'COPY --from=build /app /app',
      'WORKDIR /app',
      'CMD ["node", "a.js"]',
    ],
    manifest: development,
    reason: /Another stage/,
  },
  {
    title: 'a source names one of them',
    lines: own('RUN npm ci'),
    manifest: { devDependencies: { dotenv: '17' } },
    files: { 'a.js': 'require("dotenv").config()' },
    reason: /a\.js names dotenv/,
  },
  {
    title: 'later releases of Yarn',
    lines: own('RUN yarn install --immutable'),
    manifest: { ...development, packageManager: 'yarn@4.9.1' },
    reason: /no command of the package manager/,
  },
  {
    title: 'a workspace with scripts of its own',
    lines: own('RUN npm ci'),
    manifest: { ...development, workspaces: ['api'] },
    files: { 'api/package.json': '{ "scripts": { "postinstall": "node x.js" } }' },
    reason: /runs with the install/,
  },
  {
    title: 'what is started is not known',
    lines: [...own('RUN npm ci').slice(0, -1), 'CMD ["./server"]'],
    manifest: development,
    reason: /"\.\/server"/,
  },
  {
    title: 'a heredoc that installs and then needs the packages',
    lines: own('RUN npm ci || npm install'),
    manifest: { ...development, scripts: { postinstall: 'patch-package' } },
    reason: /could not be changed/,
  },
  { title: 'left out already', lines: own('RUN npm ci --omit=dev'), manifest: development },
  { title: 'there are none', lines: own('RUN npm ci'), manifest: {} },
  {
    title: 'dropped by an install already',
    lines: twoStages('RUN yarn install', 'RUN yarn install --production'),
    manifest: development,
    files: { 'yarn.lock': '' },
  },
  {
    title: 'dropped already',
    lines: twoStages('RUN npm ci', 'RUN npm prune --omit=dev'),
    manifest: development,
  },
];

describe('split-production-dependencies', () => {
  for (const { title, lines, manifest, files = {}, after, reason } of cases) {
    test(title, () => {
      const text = `${lines.join('\n')}\n`;
      const offset = /RUN \w+/.exec(text)?.index ?? 0;
      const surroundings = {
        files: { 'a.js': '', ...files, 'package.json': JSON.stringify(manifest) },
      };
      const outcome = runAssist(splitProductionDependencies, text, offset, surroundings);
      if (reason !== undefined) {
        assert.match(outcome?.kind === 'refused' ? outcome.reason : '', reason);
        return;
      }
      if (after === undefined) {
        assert.equal(outcome, undefined);
        return;
      }
      const changed = applyAssist(splitProductionDependencies, text, offset, surroundings) ?? '';
      assert.ok(changed.includes(`${after.join('\n')}\n`), changed);
      const again = applyAssist(splitProductionDependencies, changed, offset, surroundings);
      assert.equal(again, undefined, 'one time is enough');
    });
  }
});
