import { isNamedBy, readIds, trimReason, type SuppressionSyntax } from './define-suppression';

const comments =
  /^droast\s+(global\s+)?ignore\s*=\s*(DF\d+(?:\s*,\s*DF\d+)*)((?:\s+(?:reason|expires)\s*=\s*(?:"[^"]*"|\S+))*)\s*$/d;

/** Its checks as those that hadolint, BuildKit or Trivy has as well; those that only it has are left out. */
const same: Readonly<Partial<Record<string, readonly string[]>>> = {
  DF001: ['DL3006', 'DL3007'],
  DF002: ['DL3002'],
  DF003: ['DL3059'],
  DF004: ['DL3009'],
  DF005: ['DL3008', 'DL3016'],
  DF006: ['DL3020'],
  DF008: ['DL3003'],
  DF009: ['DL3000'],
  DF010: ['DL3004'],
  DF012: ['DL3057', 'DS-0026'],
  DF013: ['SecretsUsedInArgOrEnv'],
  DF014: ['SecretsUsedInArgOrEnv'],
  DF015: ['DL3014'],
  DF016: ['DL3015'],
  DF018: ['DL3025'],
  DF019: ['DL4000'],
  DF020: ['DS-0002'],
  DF024: ['DL3007'],
  DF025: ['DL3025'],
  DF027: ['DL3030'],
  DF028: ['DS-0017'],
  DF029: ['DL3019'],
  DF030: ['DL3042'],
  DF037: ['DL3061'],
  DF038: ['DL4003'],
  DF039: ['DL4004'],
  DF040: ['DL3011'],
  DF041: ['DL3012'],
  DF042: ['DL3024'],
  DF043: ['DL3034'],
  DF044: ['DL3035'],
  DF045: ['DL3036'],
  DF046: ['DL3040'],
  DF047: ['DL3032'],
  DF048: ['DL3021'],
  DF049: ['DL3022'],
  DF050: ['DL3023'],
  DF051: ['DL3013'],
  DF052: ['DL3018'],
  DF053: ['DL3028'],
  DF054: ['DL3062'],
  DF055: ['DL3060'],
  DF056: ['DL3047'],
  DF057: ['DL4006'],
  DF058: ['DL4001'],
  DF059: ['DL3027'],
  DF060: ['DL3001'],
  DF061: ['DL3029'],
  DF062: ['DL3044'],
  DF063: ['DL3045'],
  DF064: ['DL3046'],
  DF065: ['DL3026'],
  DF068: ['DL3043'],
  DF069: ['DL3005'],
  DF074: ['DL3049'],
  DF077: ['CopyIgnoredFile'],
};

/** `# droast ignore=DF001 reason="…" expires=2026-09-30` above an instruction; `global ignore` above the first one. */
export const droast: SuppressionSyntax = {
  tool: 'droast',
  read: (comment) => {
    const match = comments.exec(comment.text);
    if (match === null) return [];
    const isGlobal = match[1] !== undefined;
    const lastDay = valueOf('expires', match[3]);
    return [
      {
        tool: 'droast',
        scope: isGlobal ? 'file' : 'instruction',
        place: isGlobal ? 'top' : 'above',
        ids: readIds(comment, match[2], match.indices?.[2]),
        reason: trimReason(valueOf('reason', match[3])),
        ...(lastDay === undefined ? {} : { lastDay }),
        comment,
      },
    ];
  },
  names: (id, check) =>
    (same[id] ?? []).some((each) => isNamedBy(each, check, 'hadolint', 'buildkit', 'trivy')),
};

function valueOf(key: string, text: string | undefined): string | undefined {
  const pattern = new RegExp(`\\s${key}\\s*=\\s*(?:"([^"]*)"|(\\S+))`);
  const [, quoted, plain] = pattern.exec(text ?? '') ?? [];
  return quoted ?? plain;
}
