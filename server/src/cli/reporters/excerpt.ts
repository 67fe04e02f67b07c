import { toVisible } from '../visible';

/** Characters of a line that are shown at most; longer lines are cut around the marked range. */
const longest = 160;

/** How many of them are before the range. */
const before = 40;

/** A source line and the carets below it, as a terminal shows them. */
interface Excerpt {
  readonly source: string;
  readonly carets: string;
}

/** Marks the range `[start, end)` of a line. */
export function markLine(line: string, start: number, end: number): Excerpt {
  const [from, to] = chooseWindow(line, start);
  const head = from === 0 ? '' : '…';
  const tail = to === line.length ? '' : '…';
  const lead = toVisible(line.slice(from, start));
  const marked = toVisible(line.slice(start, Math.min(end, to)));
  const rest = toVisible(line.slice(Math.max(start, Math.min(end, to)), to));
  return {
    source: `${head}${lead}${marked}${rest}${tail}`,
    carets: ' '.repeat(head.length + widthOf(lead)) + '^'.repeat(Math.max(1, widthOf(marked))),
  };
}

function chooseWindow(line: string, start: number): readonly [number, number] {
  if (line.length <= longest) return [0, line.length];
  const from = Math.max(0, Math.min(start - before, line.length - longest));
  const to = Math.min(line.length, from + longest);
  return [insidePair(line, from) ? from - 1 : from, insidePair(line, to) ? to + 1 : to];
}

function insidePair(line: string, offset: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(line.slice(Math.max(0, offset - 1), offset + 1));
}

const wide =
  /^(?:\p{Emoji_Presentation}|.\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u;

/** Columns in a terminal: two for an East Asian or emoji character, none for a mark on another. */
function widthOf(text: string): number {
  if (!/[^\x20-\x7e]/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    if (/^[\p{M}\u200b-\u200d]+$/u.test(segment)) continue;
    width += wide.test(segment) ? 2 : 1;
  }
  return width;
}
