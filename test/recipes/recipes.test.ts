import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findOwnFindings,
  generateCase,
  readExpected,
  readRecipeCases,
  renderCase,
} from '../harness/recipe-cases';

for (const recipeCase of readRecipeCases()) {
  const { name } = recipeCase;

  test(`${name}: facts, plan and files are as expected`, () => {
    const actual = renderCase(recipeCase);
    const wanted = readExpected(name);
    for (const [file, text] of actual) assert.equal(text, wanted.get(file), `${name}/${file}`);
    assert.deepEqual([...actual.keys()].sort(), [...wanted.keys()].sort());
  });

  test(`${name}: our own rules find nothing, on every base`, () => {
    const generation = generateCase(recipeCase);
    for (const base of generation.bases) {
      assert.deepEqual(findOwnFindings(recipeCase, generateCase(recipeCase, base)), [], base);
    }
  });
}
