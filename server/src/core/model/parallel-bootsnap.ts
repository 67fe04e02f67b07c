import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';

/** A `bootsnap precompile` that starts a process for each processor. */
export interface ParallelBootsnap {
  readonly command: Command;
  readonly verb: ShellWord;
}

/**
 * Finds them in a stage that is built for the platform of the image, where another stage says that this may not be the
 * platform of the machine.
 *
 * Source: https://github.com/rails/bootsnap/issues/495 and the Dockerfile of Rails 8.1; checked 2026-11-22
 */
export function findParallelBootsnap(
  model: DockerfileModel,
  stage: Stage,
): readonly ParallelBootsnap[] {
  const isForSeveral = model.stages.some((each) =>
    (platformOf(each) ?? '').includes('BUILDPLATFORM'),
  );
  const root = collectInheritance(stage).at(-1) ?? stage;
  const platform = platformOf(root);
  const isForTarget = platform === undefined || platform.includes('TARGETPLATFORM');
  if (!isForSeveral || !isForTarget || stage.mayBeWindows) return [];
  return model.commandsOf(stage).flatMap((command): readonly ParallelBootsnap[] => {
    const { words } = command;
    const index = words.findIndex(({ value }) => /(?:^|\/)bootsnap$/.test(value ?? ''));
    const isRun =
      index === 0 ||
      (command.name === 'bundle' &&
        index === 2 &&
        /^(?:e|ex|exe|exec)$/.test(words[1]?.value ?? ''));
    const rest = words.slice(index + 1);
    const verb = rest.find(({ value }) => value === 'precompile');
    const isTold = rest.some(({ text }) => /^(?:-j|--jobs|-h|--help)|\$/.test(text));
    return isRun && verb !== undefined && !isTold ? [{ command, verb }] : [];
  });
}

function platformOf({ from }: Stage): string | undefined {
  return from.flags.find(({ name }) => name === 'platform')?.value?.text;
}
