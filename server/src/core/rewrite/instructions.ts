import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';

/** A keyword in the letter case of the document. */
export function keyword(model: DockerfileModel, name: string): string {
  return model.layout.lowerCase ? name.toLowerCase() : name;
}

/**
 * Inserts whole lines above an instruction; comments directly above it stay with it.
 *
 * @param lines without line endings; use `\n` for none
 */
export function insertBefore(
  model: DockerfileModel,
  instruction: Instruction,
  lines: readonly string[],
): Edit {
  const directives = new Set(model.tree.directives.map((directive) => directive.span.start));
  const first = instruction.leadingComments.find(({ span }) => !directives.has(span.start));
  const offset = first?.span.start ?? instruction.span.start;
  const lineStart = model.lines.startOfLine(model.lines.placeAt(offset).line);
  const start = lineStart === 0 && model.text.startsWith('\uFEFF') ? 1 : lineStart;
  return { span: { start, end: start }, text: joinLines(model, lines) };
}

/** Inserts whole lines below an instruction, its heredocs included. */
export function insertAfter(
  model: DockerfileModel,
  instruction: Instruction,
  lines: readonly string[],
): Edit {
  const { end } = instruction.lineSpan;
  const endsWithBreak = /[\r\n]$/.test(model.text.slice(0, end));
  const ending = model.layout.lineEnding;
  const text = endsWithBreak ? joinLines(model, lines) : `${ending}${lines.join(ending)}`;
  return { span: { start: end, end }, text };
}

/** Deletes an instruction with its lines; comments above it and between its lines survive. */
export function deleteInstruction(model: DockerfileModel, instruction: Instruction): Edit {
  const comments = instruction.innerComments.map((comment) =>
    model.text.slice(comment.span.start, comment.span.end),
  );
  let { start } = instruction.lineSpan;
  if (
    instruction.lineSpan.end === model.text.length &&
    !/[\r\n]$/.test(model.text) &&
    comments.length === 0
  ) {
    start = model.text.slice(0, start).replace(/\r?\n$/, '').length;
  }
  return { span: { start, end: instruction.lineSpan.end }, text: joinLines(model, comments) };
}

/** Replaces everything from the keyword to the end of the instruction. */
export function replaceInstruction(instruction: Instruction, text: string): Edit {
  return { span: instruction.span, text };
}

/** The source lines of an instruction with the comments directly above it, ready to be moved. */
export function sourceOf(model: DockerfileModel, instruction: Instruction): string {
  return model.text.slice(instruction.lineSpan.start, instruction.lineSpan.end);
}

function joinLines(model: DockerfileModel, lines: readonly string[]): string {
  return lines.map((line) => `${line}${model.layout.lineEnding}`).join('');
}

/** Words in exec form: `["node", "server.js"]`. */
export function toExecForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
