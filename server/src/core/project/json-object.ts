import { parse, type ParseError, type ParseOptions } from 'jsonc-parser';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a JSON object; undefined for a text with errors, and for one that holds something else. */
export function parseObject(
  text: string,
  options?: ParseOptions,
): Record<string, unknown> | undefined {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, options);
  return errors.length === 0 && isRecord(value) ? value : undefined;
}

export function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
