import type { Comment } from '../instruction';
import {
  idsOf,
  readIds,
  trimReason,
  type NamedCheck,
  type Suppression,
  type SuppressionSyntax,
} from './define-suppression';

const pattern =
  /^shellcheck\s+(?:\w[\w-]*=\S+\s+)*?disable=([\w-]+(?:,[\w-]+)*)(?:\s+(?:#\s*)?(.*))?$/d;

/**
 * `# shellcheck disable=SC3010,SC3020-SC3060`, or `all`. Above an instruction or between its lines it counts for the
 * instruction: Docker takes the comment out before a shell sees it. On a line of its own in a heredoc it counts for the
 * next command, above the first one for the whole script. Of its ids our rules have those that hadolint hands on.
 */
export const shellcheck: SuppressionSyntax = {
  tool: 'shellcheck',
  read: (comment) => read(comment, { scope: 'instruction', place: 'anywhere' }),
  readInScript: (comment, isWholeLine) =>
    isWholeLine ? read(comment, { scope: 'command', place: 'script' }) : [],
  names: (id, check) => {
    const numbers = numbersOf(check);
    if (id === 'all') return numbers.length !== 0;
    const [, first, last = first] = /^(?:SC)?(\d{4})(?:-(?:SC)?(\d{4}))?$/.exec(id) ?? [];
    if (first === undefined || last === undefined) return false;
    return numbers.some((number) => Number(first) <= number && number <= Number(last));
  },
};

function numbersOf(check: NamedCheck): readonly number[] {
  return idsOf(check, 'hadolint').flatMap((each) => {
    const digits = /^SC(\d{4})$/.exec(each)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
}

function read(
  comment: Comment,
  where: Pick<Suppression, 'scope' | 'place'>,
): readonly Suppression[] {
  const match = pattern.exec(comment.text);
  if (match === null) return [];
  const ids = readIds(comment, match[1], match.indices?.[1]);
  return [{ tool: 'shellcheck', ...where, ids, reason: trimReason(match[2]), comment }];
}
