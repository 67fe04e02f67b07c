/** A finding expected by carets in a source. Line and columns from 0. */
export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly rule: string;
}

const caretLine = /^[ \t]*(?:#[ \t]*)?(\^+)[ \t]+([a-z][a-z-]*)[ \t]*$/;

/** Takes the caret lines out of a source: each marks a range of the line above. */
export function readMarks(source: string): {
  readonly text: string;
  readonly marks: readonly Mark[];
} {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const line of source.split('\n')) {
    const match = caretLine.exec(line);
    const [, carets, rule] = match ?? [];
    if (carets === undefined || rule === undefined) {
      lines.push(line);
      continue;
    }
    const start = line.indexOf('^');
    marks.push({ line: lines.length - 1, start, end: start + carets.length, rule });
  }
  return { text: lines.join('\n'), marks };
}

/** Shows findings the way marks are written, so that a failure reads like the example. */
export function showMarks(text: string, marks: readonly Mark[]): string {
  return text
    .split('\n')
    .flatMap((line, index) => [
      line,
      ...marks.filter((mark) => mark.line === index).map((mark) => caretsFor(mark)),
    ])
    .join('\n');
}

function caretsFor(mark: Mark): string {
  const carets = '^'.repeat(Math.max(1, mark.end - mark.start));
  return mark.start === 0
    ? `${carets} ${mark.rule}`
    : `#${' '.repeat(mark.start - 1)}${carets} ${mark.rule}`;
}
