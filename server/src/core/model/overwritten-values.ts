import type { Assignment, Instruction } from '../syntax/instruction';
import { variableUsesOf } from './expanded-words';
import { labelsOf } from './labels';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A pair whose value nobody sees, because a later one of the same stage has its key. */
export interface OverwrittenValue {
  readonly keyword: 'ENV' | 'LABEL';
  readonly key: string;
  readonly instruction: Instruction;
  readonly pair: Assignment;
  readonly later: Assignment;
}

/** Labels that are set again, and variables that are set again before anything can read them. */
export function findOverwrittenValues(
  model: DockerfileModel,
  stage: Stage,
): readonly OverwrittenValue[] {
  return [...overwrittenLabels(stage), ...overwrittenVariables(model, stage)];
}

function overwrittenLabels(stage: Stage): readonly OverwrittenValue[] {
  const labels = labelsOf(stage);
  return labels.flatMap(({ key, instruction, assignment: pair }, index) => {
    const later = labels.slice(index + 1).find((each) => each.key === key)?.assignment;
    return key === undefined || key === '' || later === undefined
      ? []
      : [{ keyword: 'LABEL', key, instruction, pair, later } as const];
  });
}

/** Instructions that read no variable but those that they name. */
const plain = new Set(['ENV', 'ARG', 'LABEL', 'EXPOSE', 'WORKDIR', 'USER', 'STOPSIGNAL', 'VOLUME']);

function overwrittenVariables(model: DockerfileModel, stage: Stage): readonly OverwrittenValue[] {
  const { instructions } = stage;
  return instructions.flatMap((instruction, at) =>
    instruction.keyword !== 'ENV'
      ? []
      : instruction.assignments.flatMap((pair, index) => {
          const key = pair.name.text;
          const inside = instruction.assignments
            .slice(index + 1)
            .find(({ name }) => name.text === key);
          const later = inside ?? findLater(model, instructions.slice(at + 1), key);
          return later === undefined || !/^\w+$/.test(key)
            ? []
            : [{ keyword: 'ENV', key, instruction, pair, later } as const];
        }),
  );
}

function findLater(
  model: DockerfileModel,
  behind: readonly Instruction[],
  key: string,
): Assignment | undefined {
  for (const instruction of behind) {
    if (!plain.has(instruction.keyword)) return undefined;
    if (variableUsesOf(instruction, model.tree.escape).some(({ name }) => name === key)) {
      return undefined;
    }
    if (instruction.keyword !== 'ENV') continue;
    const found = instruction.assignments.findLast(({ name }) => name.text === key);
    if (found !== undefined) return found;
  }
  return undefined;
}
