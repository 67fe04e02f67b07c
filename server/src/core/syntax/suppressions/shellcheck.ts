import { idsOf, readIds, trimReason, type SuppressionSyntax } from './define-suppression';

const pattern =
  /^shellcheck\s+(?:\w[\w-]*=\S+\s+)*?disable=([\w-]+(?:,[\w-]+)*)(?:\s+(?:#\s*)?(.*))?$/d;

/**
 * `# shellcheck disable=SC2086,SC2000-SC2100`, or `all`, above an instruction or between its lines: in a script the
 * comment would be ShellCheck's own affair, but Docker takes it out.
 */
export const shellcheck: SuppressionSyntax = {
  tool: 'shellcheck',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    return [
      {
        tool: 'shellcheck',
        scope: 'instruction',
        place: 'anywhere',
        ids: readIds(comment, match[1], match.indices?.[1]),
        reason: trimReason(match[2]),
        comment,
      },
    ];
  },
  names: (id, check) => {
    const own = idsOf(check, 'hadolint').filter((each) => each.startsWith('SC'));
    if (id === 'all') return own.length !== 0;
    const [, first, last = first] = /^(?:SC)?(\d{4})(?:-(?:SC)?(\d{4}))?$/.exec(id) ?? [];
    if (first === undefined || last === undefined) return false;
    return own.some((each) => `SC${first}` <= each && each <= `SC${last}`);
  },
};
