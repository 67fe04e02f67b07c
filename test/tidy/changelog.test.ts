import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assists, emitters, recipes, rules } from '../../server/src/core/service';

const groups = ['Rules', 'Configuration', 'Fixes', 'Generator', 'Assists', 'Editor', 'CLI'];
const lines = readFileSync('CHANGELOG.md', 'utf8').split('\n');

test('the changelog begins with what is not released yet', () => {
  const versions = lines.filter((line) => line.startsWith('## '));
  assert.equal(lines[0], '# Changelog');
  assert.equal(versions[0], '## Unreleased');
  for (const version of versions.slice(1)) {
    assert.match(version, /^## \d+\.\d+\.\d+ \(\d{4}-\d{2}-\d{2}\)$/);
  }
});

test('its groups are known', () => {
  const found = lines.filter((line) => line.startsWith('### ')).map((line) => line.slice(4));
  assert.deepEqual(
    found.filter((group) => !groups.includes(group)),
    [],
  );
});

test('every entry is a sentence', () => {
  const others = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const wrong = others.filter((line) => !/^- (?:[A-Z"]|`).*[.)]$/.test(line));
  assert.deepEqual(wrong, []);
});

test('the rules and assists that entries were added for exist', () => {
  const known = new Set([...rules, ...assists, ...recipes, ...emitters].map(({ id }) => id));
  const added = lines
    .filter((line) => /^- Added `[a-z]+(?:-[a-z0-9]+)+`/.test(line))
    .flatMap((line) => [...(line.split(/[:(]/)[0] ?? '').matchAll(/`([a-z]+(?:-[a-z0-9]+)+)`/g)])
    .flatMap(([, id]) => id ?? []);
  assert.notEqual(added.length, 0);
  assert.deepEqual(
    added.filter((id) => !known.has(id)),
    [],
  );
});
