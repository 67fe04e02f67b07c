import type { Stage } from './stage-graph';

const names =
  /(?:^|[-_.])(?:dev(?:el|elop|elopment|container)?|tests?|testing|debug|local|ci)(?:$|[-_.])/i;

/** True for a stage that its name says is for development, tests or debugging: `dev`, `app-test`. */
export function isForDevelopment(stage: Stage): boolean {
  return names.test(stage.name ?? '');
}
