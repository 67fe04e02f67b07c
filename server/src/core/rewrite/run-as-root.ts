import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { deleteInstruction, insertAfter, insertBefore, keyword } from './instructions';

/** Steps that run as root from now on. */
export interface RootSteps {
  /** The step that was asked for, with those directly above and below it. */
  readonly steps: readonly Instruction[];
  readonly edits: readonly Edit[];
}

/**
 * Root from the first of the steps that follow each other on, and the user again behind the last.
 *
 * @param isStep true for instructions that shall run as root
 * @param user what USER says behind them
 */
export function runAsRoot(
  model: DockerfileModel,
  { instructions }: Stage,
  instruction: Instruction,
  isStep: (each: Instruction) => boolean,
  user: string,
): RootSteps {
  let first = instructions.indexOf(instruction);
  let last = first;
  const isStepAt = (index: number): boolean => {
    const each = instructions[index];
    return each !== undefined && isStep(each);
  };
  while (isStepAt(first - 1)) first--;
  while (isStepAt(last + 1)) last++;
  const steps = instructions.slice(first, last + 1);
  const [start = instruction, end = instruction] = [steps[0], steps.at(-1)];
  const before = instructions[first - 1];
  const again = insertAfter(model, end, [`${keyword(model, 'USER')} ${user}`]);
  const isBare = before?.keyword === 'USER' && before.leadingComments.length === 0;
  if (isBare && model.userAt(before)?.privilege === 'root') {
    return { steps, edits: [deleteInstruction(model, before), again] };
  }
  return {
    steps,
    edits: [insertBefore(model, start, [`${keyword(model, 'USER')} root`]), again],
  };
}
