import type { LineIndex } from '../text/line-index';
import type { Span } from '../text/span';
import type { Heredoc } from './instruction';
import type { LogicalLine } from './logical-line';

/** A `<<NAME` word before its body is read. */
export interface HeredocWord {
  readonly name: string;
  readonly span: Span;
  readonly expands: boolean;
  readonly stripsTabs: boolean;
}

/** Behind blanks only a plain name counts, so that `$((1 << 2))` stays arithmetic. */
const heredocPattern = /^\d*<<(-?)([^< \t][^<]*|[ \t]+(?:[A-Za-z_][\w.-]*|'[^']+'|"[^"]+"))$/;

/**
 * The heredoc words of an instruction's arguments, as BuildKit finds them: whole shell words of the
 * form `<<NAME`, outside quotes; blanks may stand in front of the name. A quote that stays open leaves
 * no words at all.
 */
export function collectHeredocWords(logical: LogicalLine, from: number | undefined): HeredocWord[] {
  if (from === undefined || !logical.text.includes('<<', from)) return [];
  const words: HeredocWord[] = [];
  for (const [start, end] of shellWords(logical.text, from)) {
    const match = heredocPattern.exec(logical.text.slice(start, end));
    const rest = match?.[2];
    if (rest === undefined) continue;
    const name = rest.replace(/^[ \t]+|['"\\]/g, '');
    if (name === '') continue;
    words.push({
      name,
      span: logical.spanOf(start, end),
      expands: !/['"\\]/.test(rest),
      stripsTabs: match?.[1] === '-',
    });
  }
  return words;
}

function shellWords(text: string, from: number): readonly (readonly [number, number])[] {
  const words: (readonly [number, number])[] = [];
  let start: number | undefined;
  let quote = '';
  for (let index = from; index < text.length; index++) {
    const character = text[index];
    if (quote === '' && (character === ' ' || character === '\t')) {
      if (start !== undefined) words.push([start, index]);
      start = undefined;
      continue;
    }
    start ??= index;
    if (character === '\\' && quote !== "'") index++;
    else if (quote === '' && text.startsWith('<<', index)) index = endOfBlanks(text, index + 2) - 1;
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  if (start !== undefined) words.push([start, text.length]);
  return quote === '' ? words : [];
}

function endOfBlanks(text: string, from: number): number {
  let end = from;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return end;
}

/** Reads the bodies that follow the instruction, in the order of their words. */
export function readHeredocs(
  lines: LineIndex,
  words: readonly HeredocWord[],
  firstLine: number,
): { heredocs: readonly Heredoc[]; nextLine: number } {
  const heredocs: Heredoc[] = [];
  let line = Math.min(firstLine, lines.lineCount);
  for (const word of words) {
    const bodyStart = lines.startOfLine(line);
    const body: string[] = [];
    let terminatorSpan: Span | undefined;
    while (line < lines.lineCount && terminatorSpan === undefined) {
      const text = lines.textOfLine(line);
      const compared = word.stripsTabs ? text.replace(/^\t+/, '') : text;
      if (compared === word.name) {
        terminatorSpan = {
          start: lines.endOfLine(line) - word.name.length,
          end: lines.endOfLine(line),
        };
      } else {
        body.push(text);
        line++;
      }
    }
    const bodyEnd = lines.startOfLine(line);
    if (terminatorSpan !== undefined) line++;
    heredocs.push({
      ...word,
      body: body.map((text) => `${text}\n`).join(''),
      bodySpan: { start: bodyStart, end: bodyEnd },
      terminatorSpan,
    });
  }
  return { heredocs, nextLine: line };
}
