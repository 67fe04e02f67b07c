import { isNamedBy, readIds, trimReason, type SuppressionSyntax } from './define-suppression';

const pattern = /^tally\s+(global\s+)?ignore\s*=\s*([^;]+)(?:;\s*reason\s*=\s*(.*))?$/d;

/** `# tally ignore=hadolint/DL3006,StageNameCasing;reason=…` above an instruction, `global ignore` for the file. */
export const tally: SuppressionSyntax = {
  tool: 'tally',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    const isGlobal = match[1] !== undefined;
    return [
      {
        tool: 'tally',
        scope: isGlobal ? 'file' : 'instruction',
        place: isGlobal ? 'anywhere' : 'above',
        ids: readIds(comment, match[2], match.indices?.[2]),
        reason: trimReason(match[3]),
        comment,
      },
    ];
  },
  names: (id, check) => {
    const [, space, name = ''] = /^(?:(\w+)\/)?(.*)$/.exec(id) ?? [];
    if (space === undefined) return isNamedBy(name, check, 'hadolint', 'buildkit');
    return isNamedBy(name, check, space);
  },
};
