import { rules } from '../../core/service';
import { UsageError, valueOf, type Arguments } from '../args';
import { exitCodes } from '../terminal';

/** `ironhull rules`: every rule with what one chooses by. */
export function runRules(parsed: Arguments): number {
  const [operand] = parsed.operands;
  if (operand !== undefined) {
    throw new UsageError(`"ironhull rules" takes no operand; try "ironhull explain ${operand}".`);
  }
  const sorted = rules.toSorted((left, right) => (left.code < right.code ? -1 : 1));
  const rows = sorted.map(
    ({ code, id, severity, profile, fixable, summary, category, equivalents }) => {
      return { code, id, category, severity, profile, fixable, summary, equivalents };
    },
  );
  const isJson = valueOf(parsed, 'format') === 'json';
  process.stdout.write(
    isJson
      ? `${JSON.stringify({ version: 1, rules: rows }, undefined, 2)}\n`
      : toTable([
          ['CODE', 'ID', 'SEVERITY', 'PROFILE', 'FIXABLE', 'SUMMARY'],
          ...rows.map((row) => [
            row.code,
            row.id,
            row.severity,
            row.profile,
            row.fixable,
            row.summary,
          ]),
        ]),
  );
  return exitCodes.clean;
}

function toTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
