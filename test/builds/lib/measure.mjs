// Numbers of the report.

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle];
  if (high === undefined) return undefined;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

/** By how many percent `after` is smaller than `before`: `-62 %`. @param {number} before @param {number} after */
export function percent(before, after) {
  const change = Math.round((100 * (after - before)) / before);
  return `${change > 0 ? '+' : change < 0 ? '−' : '±'}${Math.abs(change)} %`;
}

/**
 * Blank text that is different each time: it makes a file new for every build cache and changes no meaning.
 *
 * @param {number} seed
 */
export function blankMark(seed) {
  return `\n${seed.toString(2).replaceAll('0', ' ').replaceAll('1', '\n')}\n`;
}

/** @param {number} bytes */
export function inMegabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** @param {number | undefined} ms */
export function inSeconds(ms) {
  return ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`;
}
