import type { Span } from './span';

/** Replaces the text of `span` by `text`; an empty span inserts, an empty text deletes. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export function compareEdits(left: Edit, right: Edit): number {
  return left.span.start - right.span.start || left.span.end - right.span.end;
}

/** True when two edits of one set cannot both be applied: they share a character or insert at one place. */
export function editsConflict(left: Edit, right: Edit): boolean {
  const [first, second] = compareEdits(left, right) <= 0 ? [left, right] : [right, left];
  if (first.span.start === second.span.start && first.span.end === second.span.end) return true;
  return second.span.start < first.span.end || second.span.start === first.span.start;
}

/**
 * Applies edits that do not conflict, in any order.
 *
 * @throws RangeError when an edit lies outside the text or two edits conflict: a defect of the caller.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort(compareEdits);
  const pieces: string[] = [];
  let position = 0;
  for (const edit of sorted) {
    if (
      edit.span.start < position ||
      edit.span.end < edit.span.start ||
      text.length < edit.span.end
    ) {
      throw new RangeError(
        `Edit ${String(edit.span.start)}-${String(edit.span.end)} overlaps another or leaves the text.`,
      );
    }
    pieces.push(text.slice(position, edit.span.start), edit.text);
    position = edit.span.end;
  }
  pieces.push(text.slice(position));
  return pieces.join('');
}
