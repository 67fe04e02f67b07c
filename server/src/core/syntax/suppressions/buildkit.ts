import { isNamedBy, readIds, trimReason, type SuppressionSyntax } from './define-suppression';

const pattern = /^check\s*=\s*(\S+)(?:\s+(?:\/\/\s*)?(.*))?$/d;

/**
 * `# check=skip=StageNameCasing;error=true`: for the file as a parser directive, above an instruction for that
 * one. Options come in any order, the value ends at the first blank, `skip=all` is every check of BuildKit.
 */
export const buildkit: SuppressionSyntax = {
  tool: 'buildkit',
  read: (comment, isDirective) => {
    const match = pattern.exec(comment.text);
    const skip = /(?:^|;)skip=([^;]*)/d.exec(match?.[1] ?? '');
    const list = skip?.indices?.[1];
    if (match === null || skip === null || list === undefined) return [];
    const base = match.indices?.[1]?.[0] ?? 0;
    return [
      {
        tool: 'buildkit',
        scope: isDirective ? 'file' : 'instruction',
        place: isDirective ? 'anywhere' : 'above',
        ids: readIds(comment, skip[1], [base + list[0], base + list[1]]),
        reason: trimReason(match[2]),
        comment,
      },
    ];
  },
  names: (id, check) => isNamedBy(id, check, 'buildkit'),
};
