import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/instruction';
import type { ShellWord } from '../syntax/shell';
import type { Span } from '../text/span';

/** What a finding about a word of CMD or ENTRYPOINT marks: the word without its quotes, inside one line. */
export function placeOfStartWord(
  model: DockerfileModel,
  instruction: Instruction,
  { span }: ShellWord,
): Span {
  const isQuoted = /^(["'])[^]*\1$/.test(model.text.slice(span.start, span.end));
  const inner = isQuoted ? { start: span.start + 1, end: span.end - 1 } : span;
  const isOneLine = model.lines.placeAt(inner.start).line === model.lines.placeAt(inner.end).line;
  return isOneLine && inner.start < inner.end ? inner : instruction.keywordSpan;
}
