import { memoize } from '../model/memoize';
import type { DockerfileModel } from '../model/model';
import type { Assignment, Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { deleteWordBehind } from './words';

/**
 * Deletes one of several pairs of ENV or LABEL: the first with the gap behind it, any other with the one in front.
 *
 * @returns undefined where a comment would be lost
 */
export function deletePair(
  model: DockerfileModel,
  instruction: Instruction,
  pair: Assignment,
): Edit | undefined {
  const { assignments } = instruction;
  const index = indexesOf(model, instruction).get(pair) ?? -1;
  const before = assignments[index - 1];
  if (before !== undefined) return deleteWordBehind(model.text, before, pair);
  const next = assignments[index + 1]?.span.start ?? pair.span.end;
  if (model.text.slice(pair.span.end, next).includes('#')) return undefined;
  return { span: { start: pair.span.start, end: next }, text: '' };
}

const indexesOf = memoize(
  (_model, { assignments }: Instruction) =>
    new Map(assignments.map((each, index) => [each, index])),
);
