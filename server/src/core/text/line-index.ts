import { lowerBound } from './lower-bound';

/** A place in a document: line and UTF-16 column, both from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Converts between offsets and lines of one text. Lines end with LF, CRLF or CR. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    const starts = [0];
    for (let offset = 0; offset < text.length; offset++) {
      const code = text.charCodeAt(offset);
      if (code === 13 && text.charCodeAt(offset + 1) === 10) continue;
      if (code === 10 || code === 13) starts.push(offset + 1);
    }
    this.#starts = starts;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The place of an offset; offsets outside the text are clamped. */
  placeAt(offset: number): Place {
    const clamped = Math.max(0, Math.min(offset, this.#text.length));
    const line = lowerBound(this.#starts.length, (index) => this.startOfLine(index) <= clamped) - 1;
    return { line, column: clamped - this.startOfLine(line) };
  }

  /** The offset of a place; places outside the text are clamped. */
  offsetAt(place: Place): number {
    const start = this.startOfLine(place.line);
    return Math.min(start + Math.max(0, place.column), this.startOfLine(place.line + 1));
  }

  /** The first offset of a line; the text's length for lines past the end. */
  startOfLine(line: number): number {
    return line < 0 ? 0 : (this.#starts[line] ?? this.#text.length);
  }

  /** The offset behind the last character of a line, line ending left out. */
  endOfLine(line: number): number {
    let end = this.startOfLine(line + 1);
    while (this.startOfLine(line) < end && isLineBreak(this.#text.charCodeAt(end - 1))) end--;
    return end;
  }

  textOfLine(line: number): string {
    return this.#text.slice(this.startOfLine(line), this.endOfLine(line));
  }
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}
