import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRun } from './checks.mjs';

const project = /** @type {import('./projects.mjs').Project} */ ({
  requests: ['/'],
  exitCodes: [0],
});
const process = {
  uid: 1000,
  capabilities: '0000000000000000',
  noNewPrivileges: true,
  command: 'node',
};
/** @type {import('./container.mjs').Observation} */
const good = {
  answers: [{ status: 200, body: 'b2s=' }],
  process,
  health: 'healthy',
  stopMs: 100,
  exitCode: 0,
  evidence: '',
};

/** @param {Partial<typeof good>} change */
function failedBy(change) {
  const checks = checkRun(project, good, { ...good, ...change });
  return checks.filter(({ ok }) => !ok).map(({ check }) => check);
}

test('a good run passes every check', () => {
  assert.deepEqual(failedBy({}), []);
});

test('each fault fails its own check', () => {
  assert.deepEqual(failedBy({ answers: [{ status: 200, body: 'bm8=' }] }), ['answers']);
  assert.deepEqual(failedBy({ answers: [] }), ['answers']);
  assert.deepEqual(failedBy({ process: { ...process, uid: 0 } }), ['user']);
  assert.deepEqual(failedBy({ process: { ...process, noNewPrivileges: false } }), ['capabilities']);
  assert.deepEqual(failedBy({ health: 'none' }), ['health']);
  assert.deepEqual(failedBy({ stopMs: 10_000 }), ['stop']);
  assert.deepEqual(failedBy({ exitCode: 137 }), ['exit code']);
});
