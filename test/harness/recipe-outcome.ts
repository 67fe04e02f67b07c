import assert from 'node:assert/strict';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { today } from './recipe-cases';
import { toProject } from './project';

/** What a recipe makes of a project, by names of files. */
export class RecipeOutcome {
  readonly #outcome: ReturnType<typeof generate>;

  /** @param files texts by path */
  constructor(
    recipe: string,
    files: Readonly<Record<string, string>>,
    choices: Partial<Choices> = {},
  ) {
    this.#outcome = generate({
      project: toProject(files),
      recipe,
      choices: { today, ...choices },
    });
  }

  /** The generation; a refusal fails the test. */
  get generation(): Generation {
    const outcome = this.#outcome;
    assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
    return outcome;
  }

  get dockerfile(): string {
    return this.generation.files.find(({ path }) => path === 'Dockerfile')?.text ?? '';
  }

  /** The sentence of a refusal; a generation fails the test. */
  get reason(): string {
    const outcome = this.#outcome;
    assert.equal(outcome.kind, 'refused');
    return outcome.reason;
  }
}
