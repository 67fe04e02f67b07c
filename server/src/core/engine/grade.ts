import { severities, type Severity } from '../rules/define-rule';
import type { Finding } from './lint';

type GradeLetter = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** A rule that fires and what that costs. */
interface LostPoints {
  readonly rule: string;
  readonly severity: Severity;
  readonly points: number;
  /** Of its first finding. */
  readonly message: string;
}

/** How well hardened a Dockerfile is, as far as the rules that are on can see. */
export interface Grade {
  readonly letter: GradeLetter;
  /** 100 at best, 0 at worst. */
  readonly points: number;
  /** What would raise it, dearest first. */
  readonly lost: readonly LostPoints[];
}

/**
 * What a rule that fires costs, once, however many findings it has: a second copy of a mistake is no second
 * mistake. An error costs as much as a step down and a half, a warning about one; a hint costs nothing.
 */
const pointsBySeverity: Readonly<Record<Severity, number>> = {
  error: 20,
  warning: 8,
  information: 2,
  hint: 0,
};

/** The least points of each grade. */
const leastPoints: Readonly<Record<GradeLetter, number>> = {
  A: 92,
  B: 84,
  C: 70,
  D: 55,
  E: 40,
  F: 0,
};

/** With an error (a secret in the image, a build that fails) no grade is better than this. */
const bestWithError: GradeLetter = 'C';

const letters: readonly GradeLetter[] = ['A', 'B', 'C', 'D', 'E', 'F'];

export function gradeFindings(findings: readonly Finding[]): Grade {
  const byRule = new Map<string, LostPoints>();
  for (const { rule, severity, message } of findings) {
    const points = pointsBySeverity[severity];
    if (points !== 0 && !byRule.has(rule)) byRule.set(rule, { rule, severity, points, message });
  }
  const lost = [...byRule.values()].sort(
    (left, right) => right.points - left.points || (left.rule < right.rule ? -1 : 1),
  );
  const sum = lost.reduce((total, each) => total + each.points, 0);
  const points = Math.max(0, 100 - sum);
  const hasError = lost.some(({ severity }) => severity === 'error');
  return { letter: letterFor(points, hasError), points, lost };
}

function letterFor(points: number, hasError: boolean): GradeLetter {
  const earned = letters.find((letter) => leastPoints[letter] <= points) ?? 'F';
  return hasError && earned < bestWithError ? bestWithError : earned;
}

/** The points and the grades as tables of Markdown. */
export function describeGrades(): string {
  const costs = severities.map(
    (severity) => `| ${severity} | ${String(pointsBySeverity[severity])} |`,
  );
  const grades = letters.map((letter) => `| ${letter} | ${String(leastPoints[letter])} |`);
  return [
    '| Severity of a rule that fires | Points it costs |',
    '| --- | --- |',
    ...costs,
    '',
    '| Grade | Least points |',
    '| --- | --- |',
    ...grades,
    '',
    `With an error no grade is better than ${bestWithError}.`,
    '',
  ].join('\n');
}
