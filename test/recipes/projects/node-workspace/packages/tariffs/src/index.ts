export function priceOf(grams: number): number {
  return grams < 500 ? 2 : 5;
}
