/**
 * Turns a pattern of `.dockerignore` or COPY into a test. `*` and `?` stay inside one name, `[…]` is a class,
 * `**` stands for any folders: Go's `filepath.Match` with the extension that the ignore file has.
 *
 * @returns undefined when the pattern is malformed: BuildKit refuses it
 */
export function compilePattern(pattern: string): RegExp | undefined {
  let source = '';
  let index = 0;
  while (index < pattern.length) {
    const character = pattern[index] ?? '';
    if (character === '*' && pattern[index + 1] === '*') {
      const slash = pattern[index + 2] === '/';
      source += slash ? '(?:[^]*/)?' : '[^]*';
      index += slash ? 3 : 2;
      continue;
    }
    if (character === '[') {
      const end = endOfClass(pattern, index);
      if (end === undefined) return undefined;
      source += pattern.slice(index, end).replace(/^\[!/, '[^');
      index = end;
      continue;
    }
    if (character === '\\') index++;
    source += toSource(character, pattern[index] ?? '');
    index++;
  }
  try {
    return new RegExp(`^${source}$`);
  } catch {
    // A class such as `[z-a]`.
    return undefined;
  }
}

function toSource(character: string, literal: string): string {
  if (character === '*') return '[^/]*';
  if (character === '?') return '[^/]';
  return literal.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
}

function endOfClass(pattern: string, start: number): number | undefined {
  const body = /^\[[!^]?(?:\\[^]|[^\]\\])+\]/.exec(pattern.slice(start));
  return body === null ? undefined : start + body[0].length;
}

/** True when a path has characters that make it a pattern. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}
