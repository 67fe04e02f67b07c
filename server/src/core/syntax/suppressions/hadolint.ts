import { isNamedBy, readIds, trimReason, type SuppressionSyntax } from './define-suppression';

const pattern =
  /^hadolint\s+(global\s+|stage\s+)?ignore\s*=\s*((?:DL|SC)\d+(?:\s*,\s*(?:DL|SC)\d+)*)\s*(?:#\s*(.*))?$/d;

/**
 * `# hadolint ignore=DL3006,SC2086 # reason` directly above an instruction, `stage ignore` directly above
 * FROM, `global ignore` anywhere. Case counts.
 */
export const hadolint: SuppressionSyntax = {
  tool: 'hadolint',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    const word = match[1]?.trim();
    const scope = word === 'global' ? 'file' : word === 'stage' ? 'stage' : 'instruction';
    return [
      {
        tool: 'hadolint',
        scope,
        place: scope === 'file' ? 'anywhere' : 'directly',
        ids: readIds(comment, match[2], match.indices?.[2]),
        reason: trimReason(match[3]),
        comment,
      },
    ];
  },
  names: (id, check) => id !== 'all' && isNamedBy(id, check, 'hadolint'),
};
