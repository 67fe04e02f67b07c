import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runInSlices } from '../../server/src/lsp/slices';

/** Keeps the thread busy, as a rule on a large document does. */
function work(milliseconds: number): void {
  const end = Date.now() + milliseconds;
  while (Date.now() < end);
}

function* countTo(steps: number, milliseconds: number): Generator<undefined, number, undefined> {
  for (let step = 0; step < steps; step++) {
    work(milliseconds);
    yield;
  }
  return steps;
}

function createHost() {
  const host = {
    turns: 0,
    wait: () => {
      host.turns++;
      return Promise.resolve();
    },
  };
  return host;
}

describe('work in slices', () => {
  test('short work is done at one go', async () => {
    const host = createHost();
    assert.equal(await runInSlices(host, countTo(5, 0), () => true), 5);
    assert.equal(host.turns, 0);
  });

  test('others get a turn during long work', async () => {
    const host = createHost();
    assert.equal(await runInSlices(host, countTo(3, 30), () => true), 3);
    assert.equal(host.turns, 3);
  });

  test('work that nobody wants any more is given up', async () => {
    const host = createHost();
    assert.equal(await runInSlices(host, countTo(100, 30), () => host.turns < 2), undefined);
    assert.equal(host.turns, 2);
  });
});
