import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generate } from '../../server/src/core/service';
import { generateCase, readRecipeCases, today } from '../harness/recipe-cases';
import { describeLosses, scoreGeneration } from '../harness/score';

const cases = readRecipeCases();

for (const recipeCase of cases) {
  test(`${recipeCase.name}: what is generated has at least 38 of 40 points, on every base`, () => {
    for (const base of generateCase(recipeCase).bases) {
      const score = scoreGeneration(recipeCase.project, generateCase(recipeCase, base));
      const losses = describeLosses(score).join('\n');
      assert.ok(score.total >= 38, `${base}: ${score.total}\n${losses}`);
      assert.deepEqual(score.broken, []);
    }
  });
}

test('with digests nothing is missing', () => {
  const recipeCase = cases.find(({ name }) => name === 'node-typescript');
  assert.ok(recipeCase !== undefined);
  const { plan, files } = generateCase(recipeCase);
  const images = plan.stages.flatMap(({ from }) => (from.kind === 'image' ? [from.image] : []));
  const outcome = generate({
    project: recipeCase.project,
    choices: { today },
    parts: [...new Set(files.map(({ part }) => part))],
    digests: new Map(images.map((image) => [image, `sha256:${'0123456789abcdef'.repeat(4)}`])),
  });
  assert.ok(outcome.kind === 'generated');
  const score = scoreGeneration(recipeCase.project, outcome);
  assert.deepEqual(describeLosses(score), []);
  assert.equal(score.total, 40);
});
