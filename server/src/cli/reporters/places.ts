import type { LineIndex, Span } from '../../core/service';

/** A range as people count: lines and columns from 1, columns in UTF-16 code units, the end exclusive. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function regionOf(span: Span, lines: LineIndex): Region {
  const start = lines.placeAt(span.start);
  const end = lines.placeAt(span.end);
  return {
    line: start.line + 1,
    column: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
}
