import assert from 'node:assert/strict';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { toProject } from './project';
import { findOwnFindings, today } from './recipe-cases';

export type Files = Readonly<Record<string, string>>;

/** What is asked for besides the files. */
export interface Wanted {
  readonly recipe?: string;
  readonly folder?: string;
  readonly choices?: Partial<Choices>;
}

function outcomeOf(files: Files, { choices, ...wanted }: Wanted = {}): ReturnType<typeof generate> {
  return generate({ project: toProject(files), ...wanted, choices: { today, ...choices } });
}

/** What is generated, on every base without findings of our own. */
export function generated(files: Files, wanted: Wanted = {}): Generation {
  const generation = generatedOn(files, wanted);
  if (wanted.choices?.base !== undefined) return generation;
  const recipeCase = {
    name: '',
    project: toProject(files),
    request: { recipe: generation.candidate.recipe.id },
  };
  for (const base of generation.bases) {
    const other = generatedOn(files, { ...wanted, choices: { ...wanted.choices, base } });
    assert.deepEqual(findOwnFindings(recipeCase, other), [], base);
  }
  return generation;
}

function generatedOn(files: Files, wanted: Wanted): Generation {
  const outcome = outcomeOf(files, wanted);
  assert.ok(outcome.kind === 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

export function assertRefused(files: Files, reason: RegExp, wanted: Wanted = {}): void {
  const outcome = outcomeOf(files, wanted);
  assert.ok(outcome.kind === 'refused');
  assert.match(outcome.reason, reason);
}

export function dockerfileOf({ files }: Generation): string {
  return files.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '';
}

/** Modules and requirements of small applications. */
export const fastapi = 'from fastapi import FastAPI\n\napp = FastAPI()\n';
export const flask = 'from flask import Flask\n\napp = Flask(__name__)\n';
export const served = 'fastapi==0.115.0\nuvicorn==0.32.0\n';
