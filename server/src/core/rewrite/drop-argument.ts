import type { DockerfileModel } from '../model/model';
import type { Assignment, Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import { deleteInstruction } from './instructions';
import { anchorEdit, deleteListedWord } from './words';

/**
 * Takes one argument out of an EXPOSE or VOLUME in either form; the instruction goes with its last one.
 *
 * @returns undefined when a comment would go with it
 */
export function dropArgument(
  model: DockerfileModel,
  instruction: Instruction,
  span: Span,
): Edit | undefined {
  const items: readonly { readonly span: Span }[] = instruction.json ?? instruction.words;
  const index = items.findIndex((item) => item.span.start === span.start);
  const next = items[index + 1];
  const previous = items[index - 1];
  if (items.length === 1) return deleteInstruction(model, instruction);
  const anchor = { span: instruction.keywordSpan };
  if (instruction.json === undefined && next !== undefined) {
    return anchorEdit(model.text, anchor, deleteListedWord(model.text, { span }));
  }
  const gap =
    next === undefined
      ? { start: previous?.span.end ?? span.start, end: span.end }
      : { start: span.start, end: next.span.start };
  const hasComment = instruction.innerComments.some(
    (comment) => gap.start <= comment.span.start && comment.span.end <= gap.end,
  );
  return hasComment ? undefined : anchorEdit(model.text, anchor, { span: gap, text: '' });
}

/** Takes a pair out of an ENV or LABEL, in the same way. */
export function dropAssignment(
  model: DockerfileModel,
  instruction: Instruction,
  assignment: Assignment,
): Edit | undefined {
  return instruction.assignments.length === 1
    ? deleteInstruction(model, instruction)
    : dropArgument(model, instruction, assignment.span);
}
