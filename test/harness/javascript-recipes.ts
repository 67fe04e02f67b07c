import assert from 'node:assert/strict';
import {
  generate,
  type BaseFamily,
  type Choices,
  type Generation,
} from '../../server/src/core/service';
import { toProject } from './project';
import { findOwnFindings, today, type RecipeCase } from './recipe-cases';

export type Files = Readonly<Record<string, string>>;

export interface Wanted {
  readonly recipe?: string;
  readonly folder?: string;
  readonly choices?: Partial<Choices>;
}

function outcomeOf(files: Files, { choices, ...wanted }: Wanted): ReturnType<typeof generate> {
  return generate({ project: toProject(files), ...wanted, choices: { today, ...choices } });
}

/** What is generated, on every base without findings of our own. */
export function generated(files: Files, wanted: Wanted = {}): Generation {
  const outcome = outcomeOf(files, wanted);
  assert.ok(outcome.kind === 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  const bases: readonly BaseFamily[] = wanted.choices?.base === undefined ? outcome.bases : [];
  for (const base of bases) {
    const other: Generation = generated(files, { ...wanted, choices: { ...wanted.choices, base } });
    const recipeCase: RecipeCase = {
      name: '',
      project: toProject(files),
      request: { recipe: outcome.candidate.recipe.id },
    };
    assert.deepEqual(findOwnFindings(recipeCase, other), [], base);
  }
  return outcome;
}

export function assertRefused(files: Files, reason: RegExp, wanted: Wanted = {}): void {
  const outcome = outcomeOf(files, wanted);
  assert.ok(outcome.kind === 'refused', 'A plan was made.');
  assert.match(outcome.reason, reason);
}

export function dockerfileOf({ files }: Generation): string {
  return files.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '';
}

/** The text of a `package.json`. */
export function manifest(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ name: 'shop', version: '1.0.0', ...value }, null, 2);
}
