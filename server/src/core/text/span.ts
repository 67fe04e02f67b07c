/** A half-open range `[start, end)` of UTF-16 offsets into the document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function spanOf(start: number, end: number): Span {
  return { start, end };
}

/** The smallest span that covers both. */
export function joinSpans(first: Span, last: Span): Span {
  return { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

/** True when `inner` lies inside `outer` (equal counts). */
export function containsSpan(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the spans share a character, or an empty span touches the other. */
export function touchesSpan(left: Span, right: Span): boolean {
  return left.start <= right.end && right.start <= left.end;
}
