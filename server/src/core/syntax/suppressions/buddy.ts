import { isNamedBy, readIds, type SuppressionSyntax } from './define-suppression';

const pattern = /^linter\s+ignore\s*=\s*(E[A-Z]\d{4}(?:\s*,\s*E[A-Z]\d{4})*)\s*$/d;

/** Its checks as those that hadolint, BuildKit or Trivy has as well; those that only it has are left out. */
const same: Readonly<Partial<Record<string, readonly string[]>>> = {
  EA0002: ['DL3020'],
  EC0001: ['DL3023'],
  EC0002: ['DL3022'],
  EC0003: ['DL3010'],
  EC0004: ['DL3021'],
  EE0001: ['DL3011'],
  EF0001: ['DL3061'],
  EF0002: ['DL3024'],
  EF0003: ['DL3007'],
  EF0004: ['DL3006'],
  EI0001: ['DL4003', 'DL4004', 'DL3012'],
  EI0002: ['DL3061'],
  EI0003: ['DL4000'],
  EI0004: ['DL3043'],
  EI0005: ['ConsistentInstructionCasing'],
  EJ0002: ['DL3025'],
  ER0001: ['DL4006'],
  ER0002: ['DL3009'],
  ER0003: ['DL3003'],
  ER0004: ['DL3004'],
  ER0005: ['DL3001'],
  ER0006: ['DL3005', 'DL3017', 'DL3027', 'DS-0024'],
  ER0007: ['DL4001'],
  ER0008: ['DL4005'],
  ER0009: ['DL3014'],
  ER0010: ['DL3015'],
  ER0011: ['DL3019'],
  ER0012: ['DL3008'],
  ER0013: ['DL3013'],
  ER0014: ['DL3016'],
  ER0015: ['DL3018'],
  ER0016: ['DL3028'],
  EU0001: ['DL3002'],
  EW0001: ['DL3000'],
};

/** `# linter ignore=EF0003,EF0004` above an instruction: the Dockerfile linter of Buddy. */
export const buddy: SuppressionSyntax = {
  tool: 'buddy',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    return [
      {
        tool: 'buddy',
        scope: 'instruction',
        place: 'above',
        ids: readIds(comment, match[1], match.indices?.[1]),
        reason: undefined,
        comment,
      },
    ];
  },
  names: (id, check) =>
    (same[id] ?? []).some((each) => isNamedBy(each, check, 'hadolint', 'buildkit', 'trivy')),
};
