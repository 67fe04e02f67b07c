import { skipBlanks } from './blanks';
import type { JsonElement } from './instruction';
import type { LogicalLine } from './logical-line';

const stringPattern = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** The exec form at `start`, or undefined when the text is not a JSON array of strings. */
export function readJsonArray(
  logical: LogicalLine,
  start: number,
  end: number,
): readonly JsonElement[] | undefined {
  const text = logical.text;
  if (text[start] !== '[') return undefined;
  const elements: JsonElement[] = [];
  let index = skipBlanks(text, start + 1);
  while (index < end && text[index] !== ']') {
    if (elements.length !== 0) {
      if (text[index] !== ',') return undefined;
      index = skipBlanks(text, index + 1);
    }
    stringPattern.lastIndex = index;
    const match = stringPattern.exec(text);
    if (match === null) return undefined;
    const value: unknown = JSON.parse(match[0]);
    if (typeof value !== 'string') return undefined;
    elements.push({ value, span: logical.spanOf(index, index + match[0].length) });
    index = skipBlanks(text, index + match[0].length);
  }
  const closed = text[index] === ']' && text.slice(index + 1, end).trim() === '';
  return closed ? elements : undefined;
}
