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
