/**
 * Rows that hold every pair of values of any two factors at least once; the same for the same sizes.
 *
 * @param sizes how many values each factor has
 * @returns a number of a value for each factor, a row each
 */
export function cover(sizes: readonly number[]): readonly (readonly number[])[] {
  const open = new Set<string>();
  const pairs = (row: readonly number[]): readonly string[] =>
    row.flatMap((value, factor) =>
      row.slice(0, factor).map((other, before) => `${before}:${other} ${factor}:${value}`),
    );
  for (const [factor, size] of sizes.entries()) {
    for (const [before, others] of sizes.slice(0, factor).entries()) {
      for (let value = 0; value < size; value++) {
        for (let other = 0; other < others; other++)
          open.add(`${before}:${other} ${factor}:${value}`);
      }
    }
  }
  const rows: (readonly number[])[] = [];
  while (open.size > 0) {
    const [first = ''] = open;
    const fixed = new Map(
      first.split(' ').map((each): [number, number] => {
        const [factor = 0, value = 0] = each.split(':').map(Number);
        return [factor, value];
      }),
    );
    const row: number[] = [];
    for (const [factor, size] of sizes.entries()) row.push(fixed.get(factor) ?? best(factor, size));
    for (const pair of pairs(row)) open.delete(pair);
    rows.push(row);

    /** The value that makes most new pairs with what the row has, or will have. */
    function best(factor: number, size: number): number {
      const gains = Array.from({ length: size }, (_, value) => {
        const known = [...row.entries(), ...[...fixed].filter(([each]) => each > factor)];
        return known.filter(([other, chosen]) =>
          open.has(
            other < factor
              ? `${other}:${chosen} ${factor}:${value}`
              : `${factor}:${value} ${other}:${chosen}`,
          ),
        ).length;
      });
      return gains.indexOf(Math.max(...gains));
    }
  }
  return rows;
}

/** Every row there is. @param sizes how many values each factor has */
export function cross(sizes: readonly number[]): readonly (readonly number[])[] {
  const [size, ...others] = sizes;
  if (size === undefined) return [[]];
  const rest = cross(others);
  return Array.from({ length: size }, (_, value) => rest.map((row) => [value, ...row])).flat();
}
