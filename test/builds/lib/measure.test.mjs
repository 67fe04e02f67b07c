import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankMark, median, percent } from './measure.mjs';

test('the median is the middle, or between the two in the middle', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([]), undefined);
});

test('a change is a rounded percentage with its sign', () => {
  assert.equal(percent(200, 50), '−75 %');
  assert.equal(percent(100, 108), '+8 %');
  assert.equal(percent(100, 100), '±0 %');
});

test('marks are blank and differ', () => {
  assert.match(blankMark(12345), /^\s+$/);
  assert.notEqual(blankMark(12345), blankMark(12346));
});
