import { describeEvidence, type Candidate, type Generation } from '../../core/service';
import { toVisible } from '../visible';

/** What was found and planned, for people. */
export function describeGeneration({ candidate, base, bases, plan }: Generation): string {
  const others = bases.filter((each) => each !== base);
  const lines = [
    `${candidate.recipe.title} in ${candidate.folder || '.'} (recipe ${candidate.recipe.id})`,
    ...plan.evidence.map((evidence) => `  ${describeEvidence(evidence)}`),
    `Base images: ${base}${others.length === 0 ? '' : ` (also: ${others.join(', ')})`}`,
    ...plan.notes.map((note) => `Note: ${note}`),
  ];
  return `${lines.map(toVisible).join('\n')}\n`;
}

/** Which recipes fit which folders. */
export function describeCandidates(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return 'No project that an image could be made for was found.\n';
  const lines = candidates.flatMap(({ recipe, folder, evidence }) => [
    `${recipe.id} in ${folder || '.'}: ${recipe.title}`,
    ...evidence.map((each) => `  ${describeEvidence(each)}`),
  ]);
  return `${lines.map(toVisible).join('\n')}\n`;
}

/** A generation for programs; its shape is described in `docs/cli.md`. */
export function describeGenerationAsJson(generation: Generation): string {
  const { candidate, base, bases, facts, plan, files } = generation;
  const value = {
    recipe: candidate.recipe.id,
    folder: candidate.folder,
    evidence: candidate.evidence,
    base,
    bases,
    facts,
    plan,
    files,
  };
  return `${JSON.stringify(value, toPlain, 2)}\n`;
}

function toPlain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof Set ? [...value] : value;
}
