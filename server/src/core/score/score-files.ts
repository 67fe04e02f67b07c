import { groups, judge, type Group, type Point, type Result, type Verdict } from './point';
import { points } from './points';
import { readScoreFacts, type ScoreFacts, type ScoreInput } from './score-facts';

export type ScoreGrade = 'A' | 'B' | 'C' | 'D';

/** How a point came out. */
export interface ScoredPoint extends Verdict {
  readonly point: Point;
}

/** How much of what a container expert would commit is there. */
export interface Score {
  /** By number. */
  readonly points: readonly ScoredPoint[];
  /** Sum of the points, of 40. */
  readonly total: number;
  readonly grade: ScoreGrade;
  /** Files that could not be read, and count as absent. */
  readonly broken: readonly string[];
}

/** What each outcome is worth. */
const worth: Readonly<Record<Result, number>> = {
  pass: 1,
  'not applicable': 1,
  half: 0.5,
  fail: 0,
};

/** The least points of each grade, best first. */
export const leastPoints: readonly (readonly [grade: ScoreGrade, points: number])[] = [
  ['A', 36],
  ['B', 30],
  ['C', 24],
  ['D', 0],
];

/** Scores a Dockerfile and what belongs to it. Broken files cost points; they are never an error. */
export function scoreFiles(input: ScoreInput): Score {
  const { facts, hasStage } = readScoreFacts(input);
  const scored = points.map((point) => ({ point, ...checkPoint(point, facts, hasStage) }));
  const total = scored.reduce((sum, { result }) => sum + worth[result], 0);
  const grade = leastPoints.reduceRight<ScoreGrade>(
    (found, [better, least]) => (least <= total ? better : found),
    'D',
  );
  return { points: scored, total, grade, broken: facts.companions.broken };
}

/** Groups of points about the Dockerfile, of which nothing passes without a stage. */
const aboutDockerfile: ReadonlySet<Group> = new Set(groups.slice(0, 3));

function checkPoint(point: Point, facts: ScoreFacts, hasStage: boolean): Verdict {
  return hasStage || !aboutDockerfile.has(point.group)
    ? point.check(facts)
    : judge([facts.inFile('There is no stage.', 'Write a FROM')]);
}
