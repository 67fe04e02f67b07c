import type { Instruction } from '../syntax/instruction';
import { leavesProjectAlone } from './copied-files';
import type { DockerfileModel } from './model';
import { readPackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';

/** What comes behind an instruction in its stage, and in the stages that start from it. */
export function instructionsBehind(
  model: DockerfileModel,
  stage: Stage,
  { span }: Instruction,
): readonly Instruction[] {
  return model.stages
    .filter((each) => collectInheritance(each).includes(stage))
    .flatMap((each) => each.instructions)
    .filter((each) => span.end <= each.span.start);
}

/** Programs that do what their words say, whatever is in their environment. */
const plainPrograms = new Set(
  'chown chmod chgrp mkdir rm ln cp mv touch cat ls tar gzip unzip sed grep find cd set test ['.split(
    ' ',
  ),
);

/**
 * True when a RUN surely depends on no variable that it does not name and on no login: it installs packages of the
 * system, or works on files.
 */
export function isPlainStep(model: DockerfileModel, run: Instruction): boolean {
  const { commands, complete } = model.executionOf(run);
  return (
    complete &&
    commands.every((command) => {
      if (plainPrograms.has(command.name ?? '')) return true;
      const operation = readPackageOperation(command);
      const isOfLanguage = operation !== undefined && operation.manager.kind !== 'system';
      return !isOfLanguage && command.words[1]?.value !== 'config' && leavesProjectAlone(command);
    })
  );
}
