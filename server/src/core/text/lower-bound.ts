/** The first index of a sorted list that is not in front; its length when all are. Takes logarithmic time. */
export function lowerBound(length: number, isInFront: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isInFront(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
