import type { Assignment, Instruction } from '../syntax/instruction';
import type { DockerfileModel } from './model';
import { isDummyValue, isSecretName } from './secret-values';
import type { Stage } from './stage-graph';
import { collectVariableNames, type Binding } from './variables';

/** An ENV pair that keeps a secret build argument in the image. */
export interface KeptArgument {
  readonly instruction: Instruction;
  readonly assignment: Assignment;
  /** The name of the build argument. */
  readonly argument: string;
  /** Where the stage declares it. */
  readonly declaration: Assignment | undefined;
}

/** The ENV pairs of a stage whose value comes from a build argument with the name of a secret. */
export function findKeptArguments(model: DockerfileModel, stage: Stage): readonly KeptArgument[] {
  return stage.instructions.flatMap((instruction) => {
    if (instruction.keyword !== 'ENV') return [];
    const scope = model.variables.before(stage, instruction);
    return instruction.assignments.flatMap((assignment): readonly KeptArgument[] => {
      if (assignment.value === undefined) return [];
      const argument = collectVariableNames(assignment.value, model.tree.escape).find(
        (name) => isSecretName(name) && isRealArgument(scope.get(name)),
      );
      if (argument === undefined) return [];
      const declaration = scope.get(argument)?.assignment;
      return [{ instruction, assignment, argument, declaration }];
    });
  });
}

/** A default such as `dummy` says that a real secret is never given. */
function isRealArgument(binding: Binding | undefined): boolean {
  if (binding?.kind !== 'arg') return false;
  return binding.value === undefined || binding.value === '' || !isDummyValue(binding.value);
}

/** The RUN instructions that see a build argument: those behind its declaration. */
export function findRunsBehind(stage: Stage, declaration: Instruction): readonly Instruction[] {
  return stage.instructions.filter(
    (instruction) =>
      instruction.keyword === 'RUN' && declaration.span.end <= instruction.span.start,
  );
}
