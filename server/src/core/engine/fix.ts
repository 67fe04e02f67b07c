import type { ActiveRules } from '../config/active-rules';
import { DockerfileModel } from '../model/model';
import type { ProjectFiles } from '../project/project-files';
import type { Applicability, Fix, Phase } from '../rules/define-rule';
import { applyEdits, compareEdits, editsConflict, type Edit } from '../text/edit';
import { lowerBound } from '../text/lower-bound';
import { lintInSteps, runSteps, type Finding } from './lint';

/** A fix that was applied, for reports. */
export interface AppliedFix {
  readonly rule: string;
  readonly title: string;
}

export interface FixResult {
  readonly text: string;
  readonly applied: readonly AppliedFix[];
  /** False when ten rounds were not enough: a defect of a rule. */
  readonly converged: boolean;
}

/** Rounds after which fixing stops: a rule whose fix does not converge must not hang the editor. */
export const maximumRounds = 10;

const phases: readonly Phase[] = ['word', 'instruction', 'structure'];

/**
 * Applies fixes until none is left: in each round those of the earliest phase that do not overlap, then
 * the text is parsed again.
 *
 * Fixes that change another file as well are left to a person or to hardening.
 *
 * @param accepted the levels to apply; `placeholder` is never applied in bulk
 * @param project the files around the document, where they are known
 */
export function fixAll(
  text: string,
  active: ActiveRules,
  today: string,
  accepted: readonly Exclude<Applicability, 'placeholder'>[],
  project?: ProjectFiles,
): FixResult {
  return runSteps(fixAllInSteps(text, active, today, accepted, project));
}

/** What {@link fixAll} does, with the pauses of {@link lintInSteps}. */
export function* fixAllInSteps(
  text: string,
  active: ActiveRules,
  today: string,
  accepted: readonly Exclude<Applicability, 'placeholder'>[],
  project?: ProjectFiles,
): Generator<undefined, FixResult, undefined> {
  let applied: readonly AppliedFix[] = [];
  let current = text;
  for (let round = 0; round < maximumRounds; round++) {
    const { findings } = yield* lintInSteps(
      new DockerfileModel(current, project, active.settings?.images),
      active,
      today,
    );
    const chosen = chooseFixes(findings, accepted);
    if (chosen.length === 0) return { text: current, applied, converged: true };
    const next = applyEdits(
      current,
      chosen.flatMap(({ fix }) => fix.edits),
    );
    if (next === current) return { text: current, applied, converged: true };
    applied = applied.concat(
      chosen.map(({ finding, fix }) => ({ rule: finding.rule, title: fix.title })),
    );
    current = next;
  }
  const last = yield* lintInSteps(
    new DockerfileModel(current, project, active.settings?.images),
    active,
    today,
  );
  const left = chooseFixes(last.findings, accepted);
  return { text: current, applied, converged: left.length === 0 };
}

/** A finding with the fix that was chosen for it. */
export interface ChosenFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** The fixes of one round, in the order of their findings. */
export function chooseFixes(
  findings: readonly Finding[],
  accepted: readonly Applicability[],
): readonly ChosenFix[] {
  const candidates = findings.flatMap((finding): readonly ChosenFix[] => {
    const fix = finding.fixes.find(
      (each) => accepted.includes(each.applicability) && each.files === undefined,
    );
    return fix === undefined ? [] : [{ finding, fix }];
  });
  const phase = phases.find((each) => candidates.some(({ fix }) => fix.phase === each));
  const chosen: ChosenFix[] = [];
  const taken: Edit[] = [];
  for (const candidate of candidates) {
    if (candidate.fix.phase !== phase || !reserve(candidate.fix.edits, taken)) continue;
    chosen.push(candidate);
  }
  return chosen;
}

/** Adds edits to the sorted ones that are taken, unless one of them is in conflict with a neighbor. */
function reserve(edits: readonly Edit[], taken: Edit[]): boolean {
  const isFree = edits.every((edit) => {
    const place = findPlace(edit, taken);
    return [taken[place - 1], taken[place]].every(
      (other) => other === undefined || !editsConflict(edit, other),
    );
  });
  if (!isFree) return false;
  for (const edit of edits) taken.splice(findPlace(edit, taken), 0, edit);
  return true;
}

function findPlace(edit: Edit, taken: readonly Edit[]): number {
  return lowerBound(taken.length, (index) => {
    const other = taken[index];
    return other !== undefined && compareEdits(other, edit) < 0;
  });
}
