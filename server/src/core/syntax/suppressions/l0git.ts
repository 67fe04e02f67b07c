import { isNamedBy, readIds, trimReason, type SuppressionSyntax } from './define-suppression';

const pattern = /^l0git:\s*ignore\s+([a-z_]+)(?:\s+reason:\s*(.*))?$/d;

/** Its rules (https://fabriziosalmi.github.io/l0-git/gates/dockerfile-lint.html) as those that hadolint or Trivy has as well. */
const same: Readonly<Partial<Record<string, string>>> = {
  from_untagged: 'DL3006',
  from_latest: 'DL3007',
  add_instruction: 'DL3020',
  missing_user: 'DS-0002',
  user_root: 'DL3002',
};

/** `# l0git: ignore from_latest reason: …` directly above an instruction. From its documentation. */
export const l0git: SuppressionSyntax = {
  tool: 'l0git',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    return [
      {
        tool: 'l0git',
        scope: 'instruction',
        place: 'directly',
        ids: readIds(comment, match[1], match.indices?.[1]),
        reason: trimReason(match[2]),
        comment,
      },
    ];
  },
  names: (id, check) =>
    isNamedBy((Object.hasOwn(same, id) ? same[id] : undefined) ?? '', check, 'hadolint', 'trivy'),
};
