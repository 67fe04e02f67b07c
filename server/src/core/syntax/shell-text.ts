import type { Span } from '../text/span';
import type { Instruction } from './instruction';

/**
 * The text of a span as the shell gets it, with every offset kept: comment lines and empty lines between
 * continuations become blanks, a continuation character becomes a backslash directly before its line
 * break, and a carriage return becomes another line break.
 */
export function toShellText(
  document: string,
  span: Span,
  instruction: Instruction,
  escape: '\\' | '`',
): string {
  const source = document.slice(span.start, span.end);
  if (!/[\r\n]/.test(source)) return source;
  const holes = [
    ...instruction.innerComments.map((comment) => comment.span),
    ...instruction.emptyLines,
  ]
    .filter((hole) => span.start <= hole.start && hole.end <= span.end)
    .sort((left, right) => left.start - right.start);
  const pieces: string[] = [];
  let position = span.start;
  for (const hole of holes) {
    const end = behindLineBreak(document, hole.end);
    pieces.push(document.slice(position, hole.start), ' '.repeat(Math.max(0, end - hole.start)));
    position = Math.max(position, end);
  }
  pieces.push(document.slice(position, Math.max(position, span.end)));
  return normaliseContinuations(pieces.join('').slice(0, source.length), escape);
}

function behindLineBreak(document: string, end: number): number {
  if (document[end - 1] === '\n') return end;
  let behind = end;
  while (document[behind] === ' ' || document[behind] === '\t') behind++;
  if (document[behind] === '\r') behind++;
  return document[behind] === '\n' ? behind + 1 : behind;
}

function normaliseContinuations(text: string, escape: '\\' | '`'): string {
  const pattern = escape === '`' ? /`([ \t]*)(\r?)\n/g : /\\([ \t]*)(\r?)\n/g;
  const joined = text.replace(pattern, (_match, blanks: string, carriage: string) => {
    return `${' '.repeat(blanks.length + carriage.length)}\\\n`;
  });
  return joined.replaceAll('\r\n', '\n\n');
}
