import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import { insertAfter, insertBefore } from './instructions';

/** Moves whole instructions, with the comments directly above them, to another place of the stage. */
export function moveInstructions(
  model: DockerfileModel,
  instructions: readonly Instruction[],
  place: Instruction,
  side: 'above' | 'below',
): readonly Edit[] {
  const spans = instructions.map((each) => spanOf(model, each));
  const lines = spans.flatMap((span) =>
    model.text
      .slice(span.start, span.end)
      .replace(/\r?\n$/, '')
      .split(/\r?\n/),
  );
  const insert = side === 'above' ? insertBefore : insertAfter;
  return [...spans.map((span): Edit => ({ span, text: '' })), insert(model, place, lines)];
}

/** Parser directives at the top are no comments of an instruction. */
function spanOf(model: DockerfileModel, instruction: Instruction): Span {
  const directives = new Set(model.tree.directives.map(({ span }) => span.start));
  const comment = instruction.leadingComments.find(({ span }) => !directives.has(span.start));
  const start = comment?.span.start ?? instruction.span.start;
  return {
    start: model.lines.startOfLine(model.lines.placeAt(start).line),
    end: instruction.lineSpan.end,
  };
}
