import currency from 'currency.js';

/** The first hour has its own price; from the third day on a day costs half. */
export function rentalPrice(hours: number): string {
  const days = Math.floor(hours / 24);
  const rest = hours - days * 24;
  let sum = currency(days > 2 ? 2 * 30 + (days - 2) * 15 : days * 30);
  if (rest > 0) sum = sum.add(6).add(currency(2.5).multiply(rest - 1));
  return sum.format({ symbol: '€' });
}
