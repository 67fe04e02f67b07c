import { idsOf, readIds, type SuppressionSyntax } from './define-suppression';

const pattern = /trivy:ignore:([^\s:]+)(?::exp:(\d{4}-\d\d-\d\d))?(?=\s|$)/dg;

/**
 * `# trivy:ignore:AVD-DS-0002`, several in one line or in lines of their own above the instruction, with a
 * day from which it counts no more: `:exp:2026-12-31`. Case does not count.
 */
export const trivy: SuppressionSyntax = {
  tool: 'trivy',
  read: (comment) =>
    comment.text.startsWith('trivy:ignore:')
      ? Array.from(comment.text.matchAll(pattern), (match) => ({
          tool: 'trivy' as const,
          scope: 'instruction' as const,
          place: 'above' as const,
          ids: readIds(comment, match[1], match.indices?.[1]),
          reason: undefined,
          ...(match[2] === undefined ? {} : { lastDay: dayBefore(match[2]) }),
          comment,
        }))
      : [],
  names: (id, check) => {
    const ids = idsOf(check, 'trivy').map(normalizeTrivyId);
    return id === '*' ? ids.length !== 0 : ids.includes(normalizeTrivyId(id));
  },
};

/** One spelling of an id: Trivy writes `DS-0002`, `DS002` and `AVD-DS-0002`. */
export function normalizeTrivyId(id: string): string {
  const digits = /^(?:avd-)?ds-?(\d+)$/i.exec(id)?.[1];
  return digits === undefined ? id.toLowerCase() : `ds-${digits.padStart(4, '0')}`;
}

/** Trivy counts its day as over when it begins. */
export function dayBefore(day: string): string {
  const time = Date.parse(day);
  return Number.isNaN(time) ? '' : new Date(time - 86_400_000).toISOString().slice(0, 10);
}
