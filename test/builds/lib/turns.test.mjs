import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Turns } from './turns.mjs';

test('shared steps overlap, a step alone overlaps with none', async () => {
  const turns = new Turns();
  /** @type {string[]} */
  const log = [];
  const step = (/** @type {string} */ name) => async () => {
    log.push(`${name} begins`);
    await sleep(5);
    log.push(`${name} ends`);
  };
  const before = [turns.shared(step('a')), turns.shared(step('b'))];
  await sleep(1);
  await Promise.all([...before, turns.alone(step('timed')), turns.shared(step('c'))]);
  assert.deepEqual(log.slice(0, 2), ['a begins', 'b begins']);
  assert.deepEqual(log.slice(4), ['timed begins', 'timed ends', 'c begins', 'c ends']);
});

test('a failed step lets the next one in', async () => {
  const turns = new Turns();
  await assert.rejects(turns.alone(() => Promise.reject(new Error('no'))));
  assert.equal(await turns.shared(() => Promise.resolve(1)), 1);
});
