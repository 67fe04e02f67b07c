import type { Instruction } from '../syntax/instruction';
import type { DockerfileModel } from './model';
import { findRunTimeSetup } from './run-time-setup';
import type { Stage } from './stage-graph';

/**
 * The last instruction that belongs to the builder stage: the build itself, or a RUN below it that does more than
 * make folders and accounts. Where a RUN is not understood before the results are known, the last one.
 *
 * @param programs programs of which every command only builds
 * @param build the RUN that makes the result
 */
export function findLastStep(
  model: DockerfileModel,
  stage: Stage,
  programs: RegExp,
  build: Instruction,
): Instruction {
  const found = findRunTimeSetup(model, stage, { programs, results: [], lastStep: build });
  const steps = found.kind === 'unknown' ? [] : found.setup.steps;
  const last = stage.instructions.findLast(
    (each) => each.keyword === 'RUN' && !steps.includes(each),
  );
  return last !== undefined && build.span.start < last.span.start ? last : build;
}
