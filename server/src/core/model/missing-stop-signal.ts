import { stopSignals, type StopSignal } from '../data/stop-signals';
import type { Instruction } from '../syntax/instruction';
import type { DockerfileModel } from './model';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { findStartedCommands, type StartedCommand } from './start-scripts';

/** A main process that wants another stop signal than it gets. */
export interface MissingStopSignal {
  readonly started: StartedCommand;
  readonly facts: StopSignal;
  /** The CMD or ENTRYPOINT. */
  readonly instruction: Instruction;
}

/** Images whose parents may set a signal: everything but bare systems, which set none. */
export function findMissingStopSignal(
  model: DockerfileModel,
  stage: Stage,
): MissingStopSignal | undefined {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts?.family.kind !== 'os') return undefined;
  if (base.facts.variant.distribution === 'windows') return undefined;
  if (model.processOf(stage).stopSignal !== undefined) return undefined;
  for (const started of findStartedCommands(model, stage)) {
    const { command, script } = started;
    const isMain =
      script === undefined
        ? command.wrappers.every((name) => name === 'exec')
        : command.wrappers[0] === 'exec' && command.shell.nesting.length === 0;
    if (!isMain) continue;
    const facts = stopSignals.find(({ program }) => program.test(command.name ?? ''));
    const isSystem = facts?.signal !== 'SIGRTMIN+3' || installsSystemd(model, stage);
    const words = command.words.map(({ text }) => text);
    if (
      facts === undefined ||
      !isSystem ||
      words.some((word) => /^-(?:t|T|v|V|h|-version)$/.test(word))
    )
      continue;
    return { started, facts, instruction: command.instruction };
  }
  return undefined;
}

/** `init` is systemd only where systemd was installed. */
function installsSystemd(model: DockerfileModel, stage: Stage): boolean {
  return collectInheritance(stage)
    .flatMap((part) => model.packageOperationsOf(part))
    .some(
      ({ action, packages }) =>
        action === 'install' && packages.some(({ name }) => /^systemd(?:-sysv)?$/.test(name ?? '')),
    );
}
