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
  const laterOf = new Map<string, Assignment>();
  const found: OverwrittenValue[] = [];
  for (const { key, instruction, assignment: pair } of labelsOf(stage).toReversed()) {
    if (key === undefined || key === '') continue;
    const later = laterOf.get(key);
    if (later !== undefined) found.push({ keyword: 'LABEL', key, instruction, pair, later });
    laterOf.set(key, pair);
  }
  return found.reverse();
}

/** Instructions that read no variable but those that they name. */
const plain = new Set(['ENV', 'ARG', 'LABEL', 'EXPOSE', 'WORKDIR', 'USER', 'STOPSIGNAL', 'VOLUME']);

function overwrittenVariables(model: DockerfileModel, stage: Stage): readonly OverwrittenValue[] {
  /** What sets a variable below, with nothing in between that may read it. */
  const laterOf = new Map<string, Assignment>();
  const found: OverwrittenValue[] = [];
  for (const instruction of stage.instructions.toReversed()) {
    if (!plain.has(instruction.keyword)) laterOf.clear();
    if (instruction.keyword === 'ENV') {
      found.push(...overwrittenIn(instruction, laterOf));
      for (const pair of instruction.assignments) laterOf.set(pair.name.text, pair);
    }
    for (const { name } of variableUsesOf(instruction, model.tree.escape)) laterOf.delete(name);
  }
  return found.reverse();
}

/** The pairs of an ENV that a later one of it sets again, or one below; the last first. */
function overwrittenIn(
  instruction: Instruction,
  laterOf: ReadonlyMap<string, Assignment>,
): readonly OverwrittenValue[] {
  const own = new Map<string, Assignment>();
  return instruction.assignments.toReversed().flatMap((pair) => {
    const key = pair.name.text;
    const later = own.get(key) ?? laterOf.get(key);
    own.set(key, pair);
    return later === undefined || !/^\w+$/.test(key)
      ? []
      : [{ keyword: 'ENV', key, instruction, pair, later } as const];
  });
}
