import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderReport } from './report.mjs';

const facts = {
  date: '2026-01-02',
  engine: '26.1',
  ironhull: '1.0.0',
  cores: 2,
  repeats: 3,
  generated: [],
  unproved: {},
};
const run = {
  answers: [],
  process: undefined,
  health: 'none',
  stopMs: 10_100,
  exitCode: 137,
  evidence: '',
};
const contents = { toolchain: ['gcc'], tools: [] };

test('names sizes, times, bad rewrites and skipped projects', () => {
  const side = { folder: '', secrets: [], run, contents, secretsFound: [] };
  const proof = {
    project: { name: 'shop', title: 'A shop', requests: ['/'] },
    checks: [{ of: 'hardened', check: 'answers', ok: true, detail: '' }],
    original: { ...side, size: 400e6, sourceRebuildMs: 8000 },
    hardened: { ...side, size: 100e6, sourceRebuildMs: 2000 },
    assists: [],
    broken: [
      {
        rewrite: { name: 'b', title: 'Bad', project: 'shop', caughtBy: 'health', because: 'curl' },
        caught: true,
        detail: 'unhealthy: curl | not found',
      },
    ],
  };
  const skipped = [{ name: 'crab', reason: 'registry crates cannot be reached' }];
  const text = renderReport({ ...facts, proofs: [/** @type {any} */ (proof)], skipped });
  assert.match(text, /\| A shop \(`shop`\) \| .* \| 1 equal \|/);
  assert.match(text, /400 MB → 100 MB \(−75 %\) \| 8\.0 s → 2\.0 s \(−75 %\)/);
  assert.match(text, /\| Bad \| shop \| health \| `curl \\\| not found` \|/);
  assert.match(text, /- crab: registry crates cannot be reached/);
});

test('names recipes that are proved, and why others are not', () => {
  const seen = { ...run, process: /** @type {any} */ ({ uid: 65532 }), health: 'healthy' };
  const recipe = { project: 'hut', recipe: 'go-server', checks: [], size: 20e6, run: seen };
  const failed = [{ of: 'recipe hall', check: 'answers', ok: false, detail: '500' }];
  const text = renderReport({
    ...facts,
    proofs: [],
    skipped: [],
    generated: [/** @type {any} */ (recipe), { project: 'hall', recipe: 'next', checks: failed }],
    unproved: { 'dotnet-web': 'no SDK' },
  });
  assert.match(text, /\| `hut` \| `go-server` \| yes \| 20 MB \| 65532 \| healthy \|/);
  assert.match(text, /\| `hall` \| `next` \| \*\*no\*\*: answers \|/);
  assert.match(text, /^- `dotnet-web`: no SDK$/m);
});
