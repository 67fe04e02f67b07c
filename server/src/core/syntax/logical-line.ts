import { lowerBound } from '../text/lower-bound';
import type { Span } from '../text/span';

interface Piece {
  /** Index in the logical text. */
  readonly index: number;
  /** Offset of that character in the document. */
  readonly offset: number;
}

/**
 * The text of an instruction as Docker joins it (continuations and comment lines removed), with the
 * way back to offsets of the document.
 */
export class LogicalLine {
  readonly text: string;
  readonly #pieces: readonly Piece[];
  /** Where the instruction starts, for one without any text. */
  readonly #start: number;

  constructor(parts: readonly { readonly text: string; readonly offset: number }[]) {
    const pieces: Piece[] = [];
    const texts: string[] = [];
    let index = 0;
    for (const part of parts) {
      if (part.text === '') continue;
      pieces.push({ index, offset: part.offset });
      texts.push(part.text);
      index += part.text.length;
    }
    this.text = texts.join('');
    this.#pieces = pieces;
    this.#start = parts[0]?.offset ?? 0;
  }

  /** Offset in the document of the character at `index`. */
  offsetAt(index: number): number {
    const behind = lowerBound(
      this.#pieces.length,
      (each) => (this.#pieces[each]?.index ?? 0) <= index,
    );
    const piece = this.#pieces[Math.max(0, behind - 1)];
    return piece === undefined ? this.#start : piece.offset + index - piece.index;
  }

  /** Span in the document of the logical range; the range must not be empty. */
  spanOf(start: number, end: number): Span {
    return { start: this.offsetAt(start), end: this.offsetAt(end - 1) + 1 };
  }
}
