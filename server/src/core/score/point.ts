import type { ScoreFacts } from './score-facts';

/** The parts of the checklist, in its order. */
export const groups = [
  'Base and structure',
  'Dependencies and cache',
  'Security at run time',
  'Ignore file',
  'Compose',
  'Kubernetes',
  'Supply chain',
] as const;

export type Group = (typeof groups)[number];

/** How a point came out; what is not applicable counts as passed. */
export type Result = 'pass' | 'half' | 'fail' | 'not applicable';

/** One thing that keeps a point from being passed. */
export interface Problem {
  /** What is wrong: a sentence. */
  readonly says: string;
  /** What to do: imperative, no full stop. */
  readonly mend: string;
  readonly file: string;
  /** From 1; undefined: the file as a whole, or a file that is missing. */
  readonly line?: number;
}

export interface Verdict {
  readonly result: Result;
  /** Why it passed or does not apply, a sentence, where that is not plain; with problems, what the first says. */
  readonly reason?: string;
  /** Empty for what is passed or not applicable. */
  readonly problems: readonly Problem[];
}

/** One point of the checklist. */
export interface Point {
  /** From 1 to 40; never used for another question. */
  readonly id: number;
  readonly group: Group;
  /** Noun phrase: `Base images pinned by digest`. */
  readonly title: string;
  /** What has to hold, in one or two sentences. */
  readonly asks: string;
  readonly check: (facts: ScoreFacts) => Verdict;
}

export function definePoint(point: Point): Point {
  return point;
}

export const pass: Verdict = { result: 'pass', problems: [] };

export function notApplicable(reason: string): Verdict {
  return { result: 'not applicable', reason, problems: [] };
}

/** Passed without problems, failed with one. */
export function judge(problems: readonly Problem[]): Verdict {
  const [first] = problems;
  return first === undefined ? pass : { result: 'fail', reason: first.says, problems };
}

/** Half a point, because of these problems. */
export function half(problems: readonly Problem[]): Verdict {
  const [first] = problems;
  return first === undefined ? pass : { result: 'half', reason: first.says, problems };
}
