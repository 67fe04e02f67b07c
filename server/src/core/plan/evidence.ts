import type { BuildContext } from '../project/build-context';

/** Why something is believed: a place in a file of the project, or a default. */
export interface Evidence {
  /** Path in the build context; undefined: nothing in the project says so. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** One sentence: `"start" is "node server.js".` */
  readonly says: string;
}

/** A value and why it is believed. */
export interface Fact<Value> {
  readonly value: Value;
  readonly evidence: Evidence;
}

export function fact<Value>(value: Value, evidence: Evidence): Fact<Value> {
  return { value, evidence };
}

/** Evidence of a file by its presence. */
export function presence(file: string): Evidence {
  return { file, says: 'The file is there.' };
}

/** Evidence that nothing in the project speaks against a default. */
export function byDefault(says: string): Evidence {
  return { says };
}

/**
 * Evidence at the first line of a file that matches; without a match, of the file as a whole.
 *
 * @param pattern tried on each line by itself
 */
export function saidIn(
  context: BuildContext,
  file: string,
  pattern: RegExp,
  says: string,
): Evidence {
  const lines = (context.text(file) ?? '').split(/\r?\n/);
  const index = lines.findIndex((line) => pattern.test(line));
  return index < 0 ? { file, says } : { file, line: index + 1, says };
}

/** `package.json:5: "start" is "node server.js".` */
export function describeEvidence({ file, line, says }: Evidence): string {
  if (file === undefined) return says;
  return `${file}${line === undefined ? '' : `:${String(line)}`}: ${says}`;
}
