import type { Finding } from '../engine/lint';
import { touchesSpan } from '../text/span';

interface Same {
  /** Ids of ShellCheck. */
  readonly ids: RegExp;
  /** Rules of ours. */
  readonly rules: readonly string[];
  readonly because: string;
}

/**
 * Where a finding of ours says the same at the same place, besides the ids that our rules name as equivalents: ours
 * is shown. Written 2026-11-22 from the pages of both.
 */
export const sameAsOurs: readonly Same[] = [
  {
    ids: /^SC(?:2039|2169|3\d{3})$/,
    rules: ['bash-syntax-in-sh'],
    because: 'Ours knows which shell of which image reads the script, and mends it.',
  },
  {
    ids: /^SC2164$/,
    rules: ['cd-in-run', 'lost-shell-state'],
    because: 'WORKDIR in the place of cd takes both away, and fails when it cannot enter.',
  },
  {
    ids: /^SC2034$/,
    rules: ['lost-shell-state'],
    because: 'A variable that nobody reads in the RUN is lost with it; ours says where to set it.',
  },
];

/** True when a finding of ours, shown or silenced, says what ShellCheck says. */
export function isSaidByUs(
  { rule: id, span }: Pick<Finding, 'rule' | 'span'>,
  ours: readonly Finding[],
): boolean {
  const rules = sameAsOurs.flatMap((same) => (same.ids.test(id) ? same.rules : []));
  return ours.some(
    (finding) =>
      touchesSpan(finding.span, span) &&
      (rules.includes(finding.rule) || [finding.equivalents.hadolint].flat().includes(id)),
  );
}
