import { compilePattern } from './path-pattern';

interface IgnoreRule {
  readonly negated: boolean;
  readonly test: RegExp;
}

/** The rules of a `.dockerignore`. */
export interface IgnoreRules {
  /** True when a path of the context is left out of it. */
  readonly ignores: (path: string) => boolean;
}

/**
 * Reads a `.dockerignore`: patterns are rooted at the context, the last that matches decides, a folder that
 * is left out takes along what is below it, and `!` brings paths back.
 * Source: https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function parseIgnoreFile(text: string): IgnoreRules {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line) => toRule(line) ?? []);
  return { ignores: (path) => decide(rules, path) };
}

function toRule(line: string): IgnoreRule | undefined {
  if (line.startsWith('#')) return undefined;
  const trimmed = line.trim();
  const negated = trimmed.startsWith('!');
  const pattern = cleanPattern(negated ? trimmed.slice(1).trim() : trimmed);
  const test = pattern === '' ? undefined : compilePattern(pattern);
  return test === undefined ? undefined : { negated, test };
}

/** `./a//b/../c/` is `a/c`; a lone `/` or `.` names nothing. */
function cleanPattern(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** The last rule that matches the path or a folder above it wins. */
function decide(rules: readonly IgnoreRule[], path: string): boolean {
  const parts = path.replace(/\/$/, '').split('/');
  const withParents = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const last = rules.findLast(({ test }) => withParents.some((each) => test.test(each)));
  return last !== undefined && !last.negated;
}
