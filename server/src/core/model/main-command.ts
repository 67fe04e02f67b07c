import type { Command } from './commands';
import { toExecCommand } from './commands';
import { findLastCommand } from './shell-form';
import type { ProcessFacts, StartCommand } from './process';

/**
 * The commands that may name what a container runs: ENTRYPOINT and CMD read as one line, then each of
 * them alone (an entrypoint script runs what CMD says). The first that is understood counts.
 */
export function collectMainCommands(process: ProcessFacts): readonly Command[] {
  const { entrypoint, command } = process;
  const start = entrypoint.kind === 'instruction' ? entrypoint.instruction : undefined;
  const rest = command.kind === 'instruction' ? command.instruction : undefined;
  if (start !== undefined && start.json === undefined) return lastCommandOf(entrypoint);
  const joined =
    start?.json === undefined || rest?.json === undefined
      ? []
      : [toExecCommand([...start.json, ...rest.json], rest)];
  return [...joined, ...lastCommandOf(command), ...lastCommandOf(entrypoint)];
}

/** The command that a script ends with; of `sh -c '…'` the one inside. */
function lastCommandOf(start: StartCommand): readonly Command[] {
  if (start.kind !== 'instruction') return [];
  const { execution } = start;
  if (execution.form === 'exec') return execution.commands.slice(-1);
  const last = findLastCommand(execution);
  return execution.commands.filter((command) => command.shell === last);
}
