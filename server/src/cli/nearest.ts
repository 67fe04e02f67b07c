import { findNearest } from '../core/service';

/** ` Did you mean "…"?`, or nothing. */
export function suggestion(word: string, known: Iterable<string>): string {
  const nearest = findNearest(word, known);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}
