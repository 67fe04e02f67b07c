/** The known word a mistyped one most likely means; undefined when none is near. */
export function findNearest(word: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let shortest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), shortest);
    if (distance < shortest) {
      shortest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** The nearest word when it is at most two slips away and no other is as near: no other can be meant. */
export function findUnmistakable(word: string, known: Iterable<string>): string | undefined {
  const nearest = findNearest(word, known);
  if (nearest === undefined) return undefined;
  const limit = 3;
  const distanceTo = (candidate: string): number =>
    editDistance(word.toLowerCase(), candidate.toLowerCase(), limit);
  const shortest = distanceTo(nearest);
  const others = [...known].filter((each) => each !== nearest && distanceTo(each) <= shortest);
  return shortest < limit && others.length === 0 ? nearest : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbors; `limit` when there are as many or more. */
function editDistance(left: string, right: string, limit: number): number {
  if (limit <= Math.abs(left.length - right.length)) return limit;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          (last[column] ?? limit) + 1,
          (current[column - 1] ?? limit) + 1,
          (last[column - 1] ?? limit) + (same ? 0 : 1),
          swapped ? (beforeLast[column - 2] ?? limit) + 1 : limit,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(limit, last[right.length] ?? limit);
}
