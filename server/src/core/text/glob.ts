import { escapePattern } from './escape-pattern';

/** True when an operand is a pattern and not just a path. */
export function isGlob(operand: string): boolean {
  return /[*?[{]/.test(operand);
}

/** The folder a pattern starts from (`.` when it has none) and the rest, the pattern proper. */
export function splitGlob(glob: string): { readonly folder: string; readonly pattern: string } {
  const segments = glob.split('/');
  const first = segments.findIndex(isGlob);
  const folder = segments.slice(0, first).join('/');
  const root = glob.startsWith('/') ? '/' : '.';
  return { folder: folder === '' ? root : folder, pattern: segments.slice(first).join('/') };
}

/**
 * The expression of a pattern for whole paths with `/`: `**` any folders, `*` and `?` inside a name,
 * `[a-z]`, `[!a-z]`, `{a,b}`, `\` before a character that is meant as it is.
 */
export function globToRegExp(pattern: string): RegExp {
  const tokens = pattern.matchAll(
    /((?<=^|[/{,])\*\*(?:\/|$))|\*+|\?|\[!?\]?[^\]/]*\]|\\.|[{},]|[^]/gu,
  );
  let depth = 0;
  let source = '';
  for (const [token, folders] of tokens) {
    if (token === '{') depth++;
    if (folders !== undefined) source += folders === '**' ? '.*' : '(?:[^/]+/)*';
    else source += tokenToSource(token, 0 < depth);
    if (token === '}' && 0 < depth) depth--;
  }
  try {
    return new RegExp(`^${source}${')'.repeat(depth)}$`, 'u');
  } catch {
    return new RegExp(`^${escapePattern(pattern)}$`, 'u');
  }
}

function tokenToSource(token: string, inBraces: boolean): string {
  if (token.startsWith('*')) return '[^/]*';
  if (token === '?') return '[^/]';
  if (inBraces && token === '{') return '(?:';
  if (inBraces && token === '}') return ')';
  if (inBraces && token === ',') return '|';
  if (token.startsWith('[') && 2 < token.length) return classToSource(token);
  return escapePattern(token.length === 2 && token.startsWith('\\') ? token.slice(1) : token);
}

function classToSource(token: string): string {
  const negated = token.startsWith('[!');
  const members = token.slice(negated ? 2 : 1, -1);
  if (members === '') return escapePattern(token);
  return `(?!/)[${negated ? '^' : ''}${members.replace(/[\\\][^]/g, '\\$&')}]`;
}
