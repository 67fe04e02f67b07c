import type { Span } from '../text/span';
import { skipBlanks, skipWord } from './blanks';
import type { Assignment, Flag, JsonElement, Word } from './instruction';
import { readJsonArray } from './json-array';
import type { LogicalLine } from './logical-line';

interface Arguments {
  readonly argumentText: string;
  readonly argumentSpan: Span;
  readonly words: readonly Word[];
  readonly assignments: readonly Assignment[];
  readonly json: readonly JsonElement[] | undefined;
}

const withJson = new Set([
  'RUN',
  'CMD',
  'ENTRYPOINT',
  'SHELL',
  'VOLUME',
  'COPY',
  'ADD',
  'HEALTHCHECK',
]);
const withFlags = new Set(['FROM', 'RUN', 'COPY', 'ADD', 'HEALTHCHECK']);
const withShellText = new Set(['RUN', 'CMD', 'ENTRYPOINT']);
const withAssignments = new Set(['ENV', 'ARG', 'LABEL']);
const withWholeText = new Set(['MAINTAINER', 'WORKDIR', 'USER', 'STOPSIGNAL']);

/** Reads the `--name=value` words at `from`; `next` is the index of the first argument. */
export function readFlags(
  logical: LogicalLine,
  from: number,
  escape: '\\' | '`',
  keyword: string,
): { flags: readonly Flag[]; next: number } {
  const flags: Flag[] = [];
  let next = skipBlanks(logical.text, from);
  if (!withFlags.has(keyword)) return { flags, next };
  while (logical.text.startsWith('--', next)) {
    const end = endOfQuotedWord(logical.text, next, escape);
    if (end === next + 2) {
      next = skipBlanks(logical.text, end);
      break;
    }
    const equals = logical.text.slice(next, end).indexOf('=');
    const nameEnd = equals < 0 ? end : next + equals;
    flags.push({
      name: logical.text.slice(next + 2, nameEnd),
      nameSpan: logical.spanOf(next, nameEnd),
      value: equals < 0 ? undefined : toWord(logical, nameEnd + 1, end),
      span: logical.spanOf(next, end),
    });
    next = skipBlanks(logical.text, end);
  }
  return { flags, next };
}

/** Splits what follows the flags as Docker does for the keyword. */
export function readArguments(
  logical: LogicalLine,
  from: number,
  keyword: string,
  escape: '\\' | '`',
): Arguments {
  const start = skipBlanks(logical.text, from);
  const end = Math.max(start, logical.text.trimEnd().length);
  const base = {
    argumentText: logical.text.slice(start, end),
    argumentSpan: start < end ? logical.spanOf(start, end) : emptySpanAt(logical, start),
  };
  const jsonStart =
    keyword === 'HEALTHCHECK' ? skipBlanks(logical.text, skipWord(logical.text, start)) : start;
  const json = withJson.has(keyword) ? readJsonArray(logical, jsonStart, end) : undefined;
  if (withAssignments.has(keyword)) {
    const words = splitQuoted(logical, start, end, escape);
    return {
      ...base,
      words,
      assignments: readAssignments(logical, keyword, start, end, words),
      json,
    };
  }
  if (withWholeText.has(keyword)) {
    return {
      ...base,
      words: start < end ? [toWord(logical, start, end)] : [],
      assignments: [],
      json,
    };
  }
  const words = withShellText.has(keyword) ? [] : splitBlanks(logical, start, end);
  return { ...base, words, assignments: [], json };
}

function emptySpanAt(logical: LogicalLine, index: number): Span {
  const offset = index === 0 ? logical.offsetAt(0) : logical.offsetAt(index - 1) + 1;
  return { start: offset, end: offset };
}

function toWord(logical: LogicalLine, start: number, end: number): Word {
  return {
    text: logical.text.slice(start, end),
    span: start < end ? logical.spanOf(start, end) : emptySpanAt(logical, start),
  };
}

function readAssignments(
  logical: LogicalLine,
  keyword: string,
  start: number,
  end: number,
  words: readonly Word[],
): readonly Assignment[] {
  const [first] = words;
  if (first === undefined) return [];
  if (keyword !== 'ARG' && !first.text.includes('=')) {
    const nameEnd = start + first.text.length;
    const valueStart = skipBlanks(logical.text, nameEnd);
    const value = valueStart < end ? toWord(logical, valueStart, end) : undefined;
    return [
      {
        name: first,
        value,
        span: value === undefined ? first.span : { start: first.span.start, end: value.span.end },
      },
    ];
  }
  const assignments: Assignment[] = [];
  let index = start;
  for (const word of words) {
    index = logical.text.indexOf(word.text, index);
    const equals = word.text.indexOf('=');
    const wordEnd = index + word.text.length;
    if (equals < 0) {
      if (keyword === 'ARG') assignments.push({ name: word, value: undefined, span: word.span });
    } else if (0 < equals) {
      assignments.push({
        name: toWord(logical, index, index + equals),
        value: toWord(logical, index + equals + 1, wordEnd),
        span: word.span,
      });
    }
    index = wordEnd;
  }
  return assignments;
}

function splitBlanks(logical: LogicalLine, start: number, end: number): Word[] {
  const words: Word[] = [];
  let index = start;
  while (index < end) {
    const wordEnd = Math.min(skipWord(logical.text, index), end);
    words.push(toWord(logical, index, wordEnd));
    index = skipBlanks(logical.text, wordEnd);
  }
  return words;
}

function splitQuoted(logical: LogicalLine, start: number, end: number, escape: string): Word[] {
  const words: Word[] = [];
  let index = start;
  while (index < end) {
    const wordEnd = Math.min(endOfQuotedWord(logical.text, index, escape), end);
    if (index < wordEnd) words.push(toWord(logical, index, wordEnd));
    index = wordEnd;
    while (isSpaceAt(logical.text, index)) index++;
  }
  return words;
}

/** Between pairs and flags, Docker takes every white space of Unicode. */
function isSpaceAt(text: string, index: number): boolean {
  return index < text.length && /\s/.test(text.charAt(index));
}

function endOfQuotedWord(text: string, start: number, escape: string): number {
  let quote = '';
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === escape && quote !== "'") index++;
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    else if (quote === '' && isSpaceAt(text, index)) return index;
  }
  return text.length;
}
