import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { readRecipes, readUnproved } from './recipe-list.mjs';

const ids = readdirSync('server/src/core/recipes')
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => !['define-recipe', 'index'].includes(name));

test('every recipe is proved by a test project, or it is told why it is not', () => {
  const proved = new Set(readRecipes().map(({ recipe }) => recipe));
  const unproved = Object.keys(readUnproved());
  assert.deepEqual([...proved, ...unproved].sort(), ids);
  assert.ok(proved.size >= 12, `${proved.size} are proved`);
});

test('the documentation says which are proved', () => {
  const page = readFileSync('docs/generate.md', 'utf8');
  for (const { name, recipe } of readRecipes()) {
    assert.match(page, new RegExp(`^\\| \`${recipe}\` \\|.*\`${name}\``, 'm'));
  }
  for (const [recipe, reason] of Object.entries(readUnproved())) {
    const line = page.split('\n').find((each) => each.startsWith(`| \`${recipe}\` |`));
    assert.ok(line?.endsWith(`| no: ${reason} |`), line);
  }
});
