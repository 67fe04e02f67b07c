import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resolveRules } from '../../server/src/core/config/resolve';
import { harden, type HardeningPlan } from '../../server/src/core/engine/harden';
import type { HardenRequest } from '../../server/src/core/engine/harden-job';
import { applyEdits } from '../../server/src/core/text/edit';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';

function plan(text: string, request: Partial<HardenRequest> = {}): HardeningPlan {
  return harden(text, resolveRules({}), { today: exampleDay, ...request });
}

/** All groups together make the hardened text, and every group belongs to a step. */
function checkGroups(text: string, { grouped, text: hardened, steps }: HardeningPlan): void {
  assert.equal(applyEdits(text, grouped.edits), hardened);
  assert.deepEqual(
    grouped.groups.flat().sort((left, right) => left - right),
    steps.map((_, index) => index),
  );
}

const digest = `sha256:${'0c'.repeat(32)}`;
const shipped =
  'FROM node:24-slim\nWORKDIR /app\nCOPY server.js .\nUSER node\nCMD ["node", "server.js"]\n';

describe('wishes for hardening', () => {
  test('digests that a registry knows', () => {
    const result = plan(shipped, { digests: new Map([['node:24-slim', digest]]) });
    assert.match(result.text, new RegExp(`^FROM node:24-slim@${digest}$`, 'm'));
    checkGroups(shipped, result);
  });

  test('a base without shell, with the files of the project', () => {
    const project = toProject({ 'server.js': '' });
    const result = plan(shipped, { base: 'distroless', project });
    assert.match(result.text, /^FROM gcr\.io\/distroless\/nodejs24-debian13:nonroot$/m);
    assert.doesNotMatch(plan(shipped, { project }).text, /distroless/);
    checkGroups(shipped, result);
  });

  test('a small base', () => {
    const text = shipped.replace('24-slim', '24');
    assert.match(plan(text, { base: 'slim' }).text, /^FROM node:24-\w*-?slim$/m);
    const project = toProject({ 'server.js': '' });
    assert.match(plan(text, { base: 'alpine', project }).text, /^FROM node:24-alpine/m);
  });

  test('a step that acts only when it is named', () => {
    const text = 'FROM debian:13-slim\nRUN mkdir /a\nRUN mkdir /b\nUSER 10001\n';
    assert.equal(plan(text).text, text);
    const result = plan(text, { only: ['merge-run-instructions'] });
    assert.match(result.text, /^RUN mkdir \/a && mkdir \/b$/m);
    checkGroups(text, result);
  });

  test('a cache mount that changes what apt does acts only when it is named', () => {
    const text =
      'FROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\n';
    assert.doesNotMatch(plan(text).text, /--mount/);
    assert.match(plan(text, { only: ['add-cache-mount'] }).text, /--mount=type=cache/);
  });

  test('something that a person has to fill in is told, not done', () => {
    const before = shipped.replace('USER', 'EXPOSE 3000\nUSER');
    const { text, refused } = plan(before, { only: ['add-healthcheck'] });
    assert.equal(text, before);
    assert.deepEqual(
      refused.map(({ id, reason }) => [id, reason]),
      [
        [
          'add-healthcheck',
          '"Add a health check that asks port 3000 with node" leaves something that a person has to fill in.',
        ],
      ],
    );
  });
});

describe('groups of steps', () => {
  test('a file that several steps change', () => {
    const text = 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD npm start\n';
    const project = toProject({
      'package.json': '{ "scripts": { "start": "node server.js" } }',
      'package-lock.json': '{}',
      'server.js': '',
      '.env': 'A=b\n',
      'node_modules/': '',
    });
    const result = plan(text, { project });
    checkGroups(text, result);
    for (const { path, before, edits } of result.grouped.files) {
      const after = result.files.find((file) => file.path === path)?.after;
      assert.equal(applyEdits(before ?? '', edits), after);
    }
    assert.ok(result.grouped.files.length !== 0);
  });

  test('a file that is there', () => {
    const text = 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n';
    const project = toProject({
      '.dockerignore': 'dist\n',
      'package.json': '{}',
      'package-lock.json': '{}',
      'server.js': '',
      '.env': 'A=b\n',
      'node_modules/': '',
    });
    const result = plan(text, { project });
    checkGroups(text, result);
    const [file] = result.grouped.files;
    assert.equal(file?.before, 'dist\n');
    assert.equal(applyEdits('dist\n', file.edits), result.files[0]?.after);
  });

  test('a broken file gets no further problems from a part of the steps', () => {
    const text = 'FROM node:18\nMAINTAINER me\nRUNN x\nCMD node server.js\n';
    checkGroups(text, plan(text));
  });
});
