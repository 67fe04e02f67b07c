/** The checklist of 40 points: how much of what a container expert would commit is there. */
export { isCompanion } from './companions';
export { describePoints } from './describe-points';
export type { Point, Problem, Result } from './point';
export { points } from './points';
export { scoreFiles, type Score, type ScoredPoint } from './score-files';
export type { ScoreInput } from './score-facts';
