import { readAccountLine, type AccountOption } from './accounts';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { stopsBuild } from './uid-collisions';

/** An account tool, or an option of it, that the image of its stage does not know. */
export interface ForeignAccountTool {
  readonly command: Command;
  /** `missing`: shadow's tools on Alpine; `option`: options of BusyBox on Debian. */
  readonly kind: 'missing' | 'option';
  /** The option that is not known; the program for `missing`. */
  readonly text: string;
}

const shadowTools = new Set([
  ...['useradd', 'usermod', 'userdel', 'groupadd', 'groupmod', 'groupdel', 'gpasswd'],
]);

/** The commands of a stage that stop the build because they are written for another distribution. */
export function findForeignAccountTools(
  model: DockerfileModel,
  stage: Stage,
): readonly ForeignAccountTool[] {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts === undefined) return [];
  const { distribution, accountTool } = base.facts.variant;
  const isAlpine = distribution === 'alpine' && accountTool === 'busybox';
  const isDebian =
    (distribution === 'debian' || distribution === 'ubuntu') && accountTool === 'shadow';
  if (!isAlpine && !isDebian) return [];
  return model.commandsOf(stage).flatMap((command) => {
    const found = isAlpine ? readMissing(model, stage, command) : readOption(model, command);
    return found !== undefined && stopsBuild(model, command) ? [found] : [];
  });
}

function readMissing(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
): ForeignAccountTool | undefined {
  if (!shadowTools.has(command.name ?? '')) return undefined;
  const from = command.shell.span.start;
  const chain = collectInheritance(stage);
  const isAbove = (offset: number): boolean => offset < from;
  const mayBring = chain.some(
    (part) =>
      model.runsOf(part).some((run) => !run.complete && isAbove(run.instruction.span.start)) ||
      model
        .packageOperationsOf(part)
        .some(
          ({ action, packages, command: { shell }, unread }) =>
            action === 'install' &&
            isAbove(shell.span.start) &&
            (unread.length !== 0 ||
              packages.some(
                ({ name, kind }) => kind !== 'named' || name?.includes('shadow') !== false,
              )),
        ) ||
      model
        .commandsOf(part)
        .some(({ words }) => words.some(({ text }) => text.includes('shadow'))) ||
      model
        .copiesOf(part)
        .some(
          ({ target, instruction }) =>
            isAbove(instruction.span.start) &&
            (target === undefined || /^\/(?:$|(?:usr\/)?s?bin|usr$)/.test(target)),
        ),
  );
  if (mayBring) return undefined;
  return { command, kind: 'missing', text: command.name ?? '' };
}

/** The options that stand for several of Debian's: its tool asks which one is meant. */
function readOption(model: DockerfileModel, command: Command): ForeignAccountTool | undefined {
  if (command.name !== 'adduser' && command.name !== 'addgroup') return undefined;
  const option =
    findOption(command, ['-D', '-S']) ??
    (isBesideForeign(model, command) ? findOption(command, ['-g']) : undefined);
  return option === undefined ? undefined : { command, kind: 'option', text: option.word.text };
}

function findOption(command: Command, names: readonly string[]): AccountOption | undefined {
  return readAccountLine(command)?.options.find(({ name }) => names.includes(name));
}

/** `addgroup -g` in front of `adduser -D`: the step is written for Alpine. */
function isBesideForeign(model: DockerfileModel, { name, instruction }: Command): boolean {
  return (
    name === 'addgroup' &&
    model
      .executionOf(instruction)
      .commands.some(
        (each) => each.name === 'adduser' && findOption(each, ['-D', '-S']) !== undefined,
      )
  );
}
