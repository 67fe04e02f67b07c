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

/** The short names of its checks, as their metadata has them; general knowledge, 2026-11-22. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['use-specific-tags', '0001'],
  ['least-privilege-user', '0002'],
  ['no-ssh-port', '0004'],
  ['use-copy-over-add', '0005'],
  ['no-self-referencing-copy-from', '0006'],
  ['only-one-entrypoint', '0007'],
  ['port-out-of-range', '0008'],
  ['user-absolute-workdir', '0009'],
  ['no-sudo-run', '0010'],
  ['use-slash-for-copy-args', '0011'],
  ['no-duplicate-alias', '0012'],
  ['use-workdir-over-cd', '0013'],
  ['standardise-remote-get', '0014'],
  ['purge-yum-package-cache', '0015'],
  ['only-one-cmd', '0016'],
  ['no-orphan-package-update', '0017'],
  ['purge-dnf-package-cache', '0019'],
  ['purge-zipper-cache', '0020'],
  ['use-apt-auto-confirm', '0021'],
  ['no-maintainer', '0022'],
  ['only-one-healthcheck', '0023'],
  ['no-dist-upgrade', '0024'],
  ['purge-apk-package-cache', '0025'],
  ['no-healthcheck', '0026'],
  ['use-apt-no-install-recommends', '0029'],
]);

/** One spelling of an id: Trivy writes `DS-0002`, `DS002`, `AVD-DS-0002` and `least-privilege-user`. */
export function normalizeTrivyId(id: string): string {
  const lower = id.toLowerCase();
  const digits = shortNames.get(lower) ?? /^(?:avd-)?ds-?(\d+)$/.exec(lower)?.[1];
  return digits === undefined ? lower : `ds-${digits.padStart(4, '0')}`;
}

/** Trivy counts its day as over when it begins. */
export function dayBefore(day: string): string {
  const time = Date.parse(day);
  return Number.isNaN(time) ? '' : new Date(time - 86_400_000).toISOString().slice(0, 10);
}
