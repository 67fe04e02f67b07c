import type { Span } from '../text/span';
import type { Comment } from './instruction';

/** A comment that silences findings. */
export interface Suppression {
  readonly tool: 'ironhull' | 'hadolint' | 'buildkit';
  readonly scope: 'instruction' | 'stage' | 'file';
  /** Rule ids as written, or `all`. */
  readonly ids: readonly { readonly text: string; readonly span: Span }[];
  readonly reason: string | undefined;
  readonly comment: Comment;
}

/** What a person writes over: the reason of a new suppression. */
export const reasonPlaceholder = 'why this is fine';

/** The reason stands behind a colon; `#`, `--` or a mere blank before it are understood too. */
const ownPattern =
  /^ironhull\s+(file-|stage-)?ignore\s*=\s*([^\s:#,]+(?:\s*,\s*[^\s:#,]+)*)(?:\s*[:#]\s*(.*)|\s+(?:--\s*)?(.*))?$/d;
const hadolintPattern =
  /^hadolint\s+(global\s+|stage\s+)?ignore\s*=\s*((?:DL|SC)\d+(?:\s*,\s*(?:DL|SC)\d+)*)\s*(?:#\s*(.*))?$/d;
const buildkitPattern = /^check\s*=\s*(\S+)(?:\s+(?:\/\/\s*)?(.*))?$/d;

/**
 * Reads a suppression comment: our own, hadolint's, or BuildKit's.
 *
 * @param isDirective true for a comment that is a parser directive at the top of the file
 */
export function readSuppression(comment: Comment, isDirective: boolean): Suppression | undefined {
  const own = ownPattern.exec(comment.text);
  if (own !== null) {
    const scope = own[1] === 'file-' ? 'file' : own[1] === 'stage-' ? 'stage' : 'instruction';
    return toSuppression('ironhull', scope, comment, own[2], own.indices?.[2], own[3] ?? own[4]);
  }
  const hadolint = hadolintPattern.exec(comment.text);
  if (hadolint !== null) {
    const word = hadolint[1]?.trim();
    const scope = word === 'global' ? 'file' : word === 'stage' ? 'stage' : 'instruction';
    return toSuppression(
      'hadolint',
      scope,
      comment,
      hadolint[2],
      hadolint.indices?.[2],
      hadolint[3],
    );
  }
  const buildkit = buildkitPattern.exec(comment.text);
  const skip = /(?:^|;)skip=([^;]*)/d.exec(buildkit?.[1] ?? '');
  if (buildkit === null || skip === null) return undefined;
  const base = buildkit.indices?.[1]?.[0] ?? 0;
  const range = skip.indices?.[1];
  const indices: [number, number] | undefined =
    range === undefined ? undefined : [base + range[0], base + range[1]];
  return toSuppression(
    'buildkit',
    isDirective ? 'file' : 'instruction',
    comment,
    skip[1],
    indices,
    buildkit[2],
  );
}

function toSuppression(
  tool: Suppression['tool'],
  scope: Suppression['scope'],
  comment: Comment,
  list: string | undefined,
  indices: readonly [number, number] | undefined,
  reason: string | undefined,
): Suppression {
  const textStart = comment.span.end - comment.text.length;
  let position = textStart + (indices?.[0] ?? 0);
  const ids = (list ?? '').split(',').flatMap((part) => {
    const start = position + part.length - part.trimStart().length;
    position += part.length + 1;
    const text = part.trim();
    return text === '' ? [] : [{ text, span: { start, end: start + text.length } }];
  });
  const trimmed = reason?.trim() ?? '';
  return { tool, scope, ids, reason: trimmed === '' ? undefined : trimmed, comment };
}
