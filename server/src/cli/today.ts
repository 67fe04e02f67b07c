import { UsageError, valueOf, type Arguments } from './args';

/**
 * The day of the check: that of `--today`, or the current one.
 *
 * @throws UsageError when the value is not a date
 */
export function readToday(parsed: Arguments): string {
  const value = valueOf(parsed, 'today');
  if (value === undefined) return new Date().toISOString().slice(0, 10);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(value) && isOnCalendar(value);
  if (!isDate)
    throw new UsageError(`The option "--today" is a date like 2026-01-31, not "${value}".`);
  return value;
}

function isOnCalendar(date: string): boolean {
  const time = Date.parse(date);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
