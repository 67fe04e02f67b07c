import { LineIndex } from '../text/line-index';
import type { Span } from '../text/span';
import { skipBlanks, skipWord } from './blanks';
import { readArguments, readFlags } from './arguments';
import { collectHeredocWords, readHeredocs } from './heredoc';
import type { Comment, Directive, Instruction, SyntaxTree } from './instruction';
import { LogicalLine } from './logical-line';

interface Source {
  readonly text: string;
  readonly lines: LineIndex;
  readonly escape: '\\' | '`';
}

/** Raw extent of one instruction before its words are read. */
interface Extent {
  readonly logical: LogicalLine;
  readonly innerComments: readonly Comment[];
  readonly emptyLines: readonly Span[];
  /** First line behind the extent. */
  readonly nextLine: number;
}

const directivePattern = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*?)\s*$/;

/**
 * Reads a Dockerfile as BuildKit's own line scanner does. Total: every text gives a tree, and what is
 * not an instruction of Docker still is an instruction with that keyword.
 */
export function parseDockerfile(text: string): SyntaxTree {
  const lines = new LineIndex(text);
  const directives = readDirectives(lines);
  const escape =
    directives.find((directive) => directive.name === 'escape')?.value === '`' ? '`' : '\\';
  const source: Source = { text, lines, escape };
  const comments: Comment[] = [];
  const instructions: Instruction[] = [];
  let leading: Comment[] = [];
  let line = 0;
  while (line < lines.lineCount) {
    const content = contentOfLine(source, line);
    if (content.text === '') {
      leading = [];
      line++;
    } else if (content.text.startsWith('#')) {
      const comment = toComment(content.text, content.offset);
      comments.push(comment);
      leading.push(comment);
      line++;
    } else {
      const extent = readExtent(source, line);
      const { instruction, nextLine } = readInstruction(source, line, extent, leading);
      comments.push(...instruction.innerComments);
      instructions.push(instruction);
      leading = [];
      line = nextLine;
    }
  }
  return { text, escape, directives, comments, instructions };
}

/** White space in front of an instruction; a byte order mark counts at the start of the file alone. */
const indentation = /^[^\S\uFEFF]+/;
const fileIndentation = /^\uFEFF?[^\S\uFEFF]*/;

/** The text of a line without indentation, byte order mark and line ending. */
function contentOfLine(source: Source, line: number): { text: string; offset: number } {
  const raw = source.lines.textOfLine(line);
  const trimmed = raw.replace(line === 0 ? fileIndentation : indentation, '');
  return {
    text: trimmed,
    offset: source.lines.startOfLine(line) + raw.length - trimmed.length,
  };
}

function toComment(text: string, offset: number): Comment {
  const shown = text.trimEnd();
  return { text: shown.slice(1).trim(), span: { start: offset, end: offset + shown.length } };
}

function readDirectives(lines: LineIndex): Directive[] {
  const directives: Directive[] = [];
  for (let line = 0; line < lines.lineCount; line++) {
    const raw = lines.textOfLine(line).replace(/^\uFEFF/, ' ');
    const match = directivePattern.exec(raw);
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2];
    if (value === undefined || !isDirectiveName(name)) break;
    const start = lines.startOfLine(line) + raw.indexOf('#');
    const end = lines.startOfLine(line) + raw.trimEnd().length;
    directives.push({
      name,
      value,
      span: { start, end },
      valueSpan: { start: end - value.length, end },
    });
  }
  return directives;
}

function isDirectiveName(name: string | undefined): name is Directive['name'] {
  return name === 'syntax' || name === 'escape' || name === 'check';
}

/** Follows line continuations from `firstLine`. */
function readExtent(source: Source, firstLine: number): Extent {
  const parts: { text: string; offset: number }[] = [];
  const innerComments: Comment[] = [];
  const emptyLines: Span[] = [];
  let line = firstLine;
  for (; line < source.lines.lineCount; line++) {
    const content = contentOfLine(source, line);
    if (line !== firstLine) {
      if (content.text === '') {
        if (line === source.lines.lineCount - 1) break;
        emptyLines.push({
          start: source.lines.startOfLine(line),
          end: source.lines.startOfLine(line + 1),
        });
        continue;
      }
      if (content.text.startsWith('#')) {
        innerComments.push(toComment(content.text, content.offset));
        continue;
      }
    }
    const offset = line === firstLine ? content.offset : source.lines.startOfLine(line);
    const raw = line === firstLine ? content.text : source.lines.textOfLine(line);
    const end = findContinuation(raw, source.escape);
    parts.push({ text: end === undefined ? raw : raw.slice(0, end), offset });
    if (end === undefined) {
      line++;
      break;
    }
  }
  return { logical: new LogicalLine(parts), innerComments, emptyLines, nextLine: line };
}

/** Index of the escape character that continues the line; a doubled one does not continue. */
function findContinuation(raw: string, escape: string): number | undefined {
  let end = raw.length;
  while (raw[end - 1] === ' ' || raw[end - 1] === '\t') end--;
  if (raw[end - 1] !== escape || raw[end - 2] === escape) return undefined;
  return end - 1;
}

function readInstruction(
  source: Source,
  firstLine: number,
  extent: Extent,
  leadingComments: readonly Comment[],
): { instruction: Instruction; nextLine: number } {
  const parsed = readLogical(extent.logical, 0, source.escape);
  const heredocWords = collectHeredocWords(extent.logical, parsed.heredocsFrom);
  const { heredocs, nextLine } = readHeredocs(source.lines, heredocWords, extent.nextLine);
  const start = source.lines.startOfLine(firstLine);
  const lineEnd = source.lines.startOfLine(nextLine);
  const end = lastCharacter(source, firstLine, nextLine, extent, heredocs.length !== 0);
  const complete = (partial: PartialInstruction): Instruction => ({
    keyword: partial.keyword,
    keywordSpan: partial.keywordSpan,
    span: { start: partial.keywordSpan.start, end },
    lineSpan: { start, end: lineEnd },
    flags: partial.flags,
    argumentText: partial.argumentText,
    argumentSpan: partial.argumentSpan,
    words: partial.words,
    assignments: partial.assignments,
    json: partial.json,
    heredocs,
    innerComments: extent.innerComments,
    leadingComments,
    emptyLines: extent.emptyLines,
    trigger: partial.trigger === undefined ? undefined : complete(partial.trigger),
  });
  return { instruction: complete(parsed.partial), nextLine };
}

/** Offset behind the last visible character of the lines; trailing empty lines of a continuation do not count. */
function lastCharacter(
  source: Source,
  firstLine: number,
  nextLine: number,
  extent: Extent,
  hasHeredoc: boolean,
): number {
  if (hasHeredoc) return source.lines.endOfLine(nextLine - 1);
  for (let line = nextLine - 1; firstLine < line; line--) {
    const content = contentOfLine(source, line).text;
    if (content !== '' && !content.startsWith('#')) return trimmedEnd(source, line);
  }
  return extent.logical.text === ''
    ? source.lines.endOfLine(firstLine)
    : trimmedEnd(source, firstLine);
}

function trimmedEnd(source: Source, line: number): number {
  return source.lines.startOfLine(line) + source.lines.textOfLine(line).trimEnd().length;
}

type PartialInstruction = Pick<
  Instruction,
  | 'keyword'
  | 'keywordSpan'
  | 'flags'
  | 'argumentText'
  | 'argumentSpan'
  | 'words'
  | 'assignments'
  | 'json'
> & { readonly trigger: PartialInstruction | undefined };

/** Reads keyword, flags and arguments from `from` on; also gives where heredoc words may stand. */
function readLogical(
  logical: LogicalLine,
  from: number,
  escape: '\\' | '`',
): { partial: PartialInstruction; heredocsFrom: number | undefined } {
  const text = logical.text;
  const start = skipBlanks(text, from);
  const end = skipWord(text, start);
  const keyword = text.slice(start, end).toUpperCase();
  const keywordSpan =
    start < end
      ? logical.spanOf(start, end)
      : { start: logical.offsetAt(start), end: logical.offsetAt(start) };
  if (keyword === 'ONBUILD' && text.slice(end).trim() !== '') {
    const inner = readLogical(logical, end, escape);
    const body = readArguments(logical, end, keyword, escape);
    return {
      partial: { keyword, keywordSpan, flags: [], ...body, trigger: inner.partial },
      heredocsFrom: inner.heredocsFrom,
    };
  }
  const { flags, next } = readFlags(logical, end, escape, keyword);
  const body = readArguments(logical, next, keyword, escape);
  return {
    partial: { keyword, keywordSpan, flags, ...body, trigger: undefined },
    heredocsFrom: takesHeredocs(keyword) ? next : undefined,
  };
}

function takesHeredocs(keyword: string): boolean {
  return keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD';
}
