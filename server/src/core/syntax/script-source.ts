import type { Span } from '../text/span';
import type { Heredoc } from './instruction';
import { LogicalLine } from './logical-line';

interface Part {
  readonly text: string;
  readonly offset: number;
}

/**
 * The text of a span of an instruction as the shell gets it, with the way back to the document: continuations joined,
 * comment lines and empty lines between them left out.
 *
 * @param span a part of the instruction's lines, heredoc bodies left out
 */
export function readShellSource(document: string, span: Span, escape: '\\' | '`'): LogicalLine {
  return new LogicalLine(joinedParts(document, span, escape));
}

/** The body of a heredoc as the shell gets it; `<<-` takes leading tabs away. */
export function readHeredocSource(document: string, heredoc: Heredoc): LogicalLine {
  return new LogicalLine(bodyParts(document, heredoc.bodySpan, heredoc.stripsTabs));
}

/** What a shell gets that reads the heredocs itself: the command, and below it the bodies with their last lines. */
export function readSourceWithHeredocs(
  document: string,
  span: Span,
  heredocs: readonly Heredoc[],
  escape: '\\' | '`',
): LogicalLine {
  const bodies = heredocs.flatMap(({ bodySpan, terminatorSpan, name }): readonly Part[] => [
    { text: '\n', offset: Math.max(0, bodySpan.start - 1) },
    ...bodyParts(document, bodySpan, false),
    { text: name, offset: terminatorSpan?.start ?? bodySpan.end },
  ]);
  return new LogicalLine([...joinedParts(document, span, escape), ...bodies]);
}

function joinedParts(document: string, span: Span, escape: '\\' | '`'): readonly Part[] {
  const lines = splitLines(document, span);
  return lines.flatMap(({ text, offset, isLast }, index): readonly Part[] => {
    if (index !== 0 && /^[^\S\uFEFF]*(?:#|$)/.test(text)) return [];
    if (isLast) return [{ text, offset }];
    const end = text.replace(/[ \t]+$/, '').length;
    return [{ text: text[end - 1] === escape ? text.slice(0, end - 1) : text, offset }];
  });
}

function bodyParts(document: string, span: Span, stripsTabs: boolean): readonly Part[] {
  return splitLines(document, span).flatMap(({ text, offset, isLast }): readonly Part[] => {
    const body = stripsTabs ? text.replace(/^\t+/, '') : text;
    const line = { text: body, offset: offset + text.length - body.length };
    return isLast ? [line] : [line, { text: '\n', offset: offset + text.length }];
  });
}

/** The lines of a span without their ends: LF, CRLF or CR. */
function splitLines(
  document: string,
  span: Span,
): readonly (Part & { readonly isLast: boolean })[] {
  const lines: (Part & { readonly isLast: boolean })[] = [];
  let offset = span.start;
  for (const match of document.slice(span.start, span.end).matchAll(/\r\n|\r|\n/g)) {
    const end = span.start + match.index;
    lines.push({ text: document.slice(offset, end), offset, isLast: false });
    offset = end + match[0].length;
  }
  return [...lines, { text: document.slice(offset, span.end), offset, isLast: true }];
}
