import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { recipes } from '../../server/src/core/recipes/index';
import { readRecipeCases, today } from '../harness/recipe-cases';

/** Recipes of compiled programs, with a base for which they have no image. */
const cases = [
  ['cmake-c', 'chainguard', /^There is no image in the family "chainguard"\.$/],
  ['dotnet-worker', 'chainguard', /^There is no image of \.NET \d+ in the family "chainguard"\.$/],
  ['go-cgo', 'chainguard', /^There is no image of Go [\d.]+ in the family "chainguard"\.$/],
  ['java-gradle', 'chainguard', /^There is no image of Java \d+ in the family "chainguard"\.$/],
  ['rust-server', 'chainguard', /^There is no image of Rust [\d.]+ in the family "chainguard"\.$/],
  ['wasm-rust', 'chainguard', /^There is no image of Rust [\d.]+ in the family "chainguard"\.$/],
] as const;

for (const [name, base, reason] of cases) {
  test(`${name}: a base without an image is refused, whoever asks for it`, () => {
    const recipeCase = readRecipeCases().find((each) => each.name === name);
    assert.ok(recipeCase !== undefined);
    const { project, request } = recipeCase;
    const recipe = recipes.find(({ id }) => id === request.recipe);
    const reading = recipe?.read({ context: new BuildContext(project), folder: '' });
    assert.ok(reading !== undefined && 'plan' in reading);
    const outcome = reading.plan({ base, today });
    assert.equal(outcome.kind, 'refused');
    assert.match(outcome.reason, reason);
  });
}
