import type { LogicalLine } from '../syntax/logical-line';
import type { Span } from '../text/span';
import type { ReportPlace } from './report';

/** Finds places of ShellCheck in a script, and from there in the document. */
export class ScriptPlaces {
  readonly #source: LogicalLine;
  readonly #starts: readonly number[];

  constructor(source: LogicalLine) {
    this.#source = source;
    const breaks = [...source.text.matchAll(/\n/g)].map(({ index }) => index + 1);
    this.#starts = [0, ...breaks];
  }

  /** The index in the script, in UTF-16 units; undefined for a place that the script does not have. */
  indexOf({ line, column }: ReportPlace): number | undefined {
    const { text } = this.#source;
    const start = this.#starts[line - 1];
    if (start === undefined) return undefined;
    const end = (this.#starts[line] ?? text.length + 1) - 1;
    let index = start;
    for (let left = column - 1; 0 < left; left--) {
      if (end <= index) return undefined;
      index += (text.codePointAt(index) ?? 0) < 0x1_0000 ? 1 : 2;
    }
    return index;
  }

  /**
   * The place in the document. A range without a character marks the one that stands there; one behind a line, where
   * ShellCheck misses something, the last one of that line.
   */
  spanOf(start: ReportPlace, end: ReportPlace): Span | undefined {
    const from = this.indexOf(start);
    const to = this.indexOf(end) ?? from;
    const { text } = this.#source;
    if (from === undefined || to === undefined || text === '') return undefined;
    let first = Math.min(from, text.length - 1);
    while (0 < first && text[first] === '\n') first--;
    let last = Math.min(text.length, Math.max(first + 1, to));
    while (first + 1 < last && text[last - 1] === '\n') last--;
    return this.#source.spanOf(first, last);
  }
}
