import type { ShellCommand, ShellScript, ShellStatement } from '../syntax/shell';
import type { Execution } from './commands';
import { shellOptionsAt } from './shell-options';

/** Commands that do not fail, or whose failure has no effect on what follows. */
const harmless = new Set([
  'echo',
  'printf',
  'export',
  'set',
  ':',
  'true',
  'umask',
  'shopt',
  'exit',
]);

/** Commands that answer a question by their status, so that they may fail where nothing is wrong. */
const asking = new Set(
  '[ [[ test grep egrep fgrep diff cmp which command type id getent expr let read false pgrep pkill kill'.split(
    ' ',
  ),
);

/**
 * The first command in front of the last statement whose failure nothing notices.
 *
 * @param isHarmless commands that do not matter besides those that never do
 */
export function findIgnoredFailure(
  execution: Execution,
  script: ShellScript,
  isHarmless: (command: ShellCommand) => boolean = () => false,
): ShellCommand | undefined {
  for (const statement of script.statements.slice(0, -1)) {
    if (shellOptionsAt(execution, script, statement.span.start).errexit) return undefined;
    const command = findFallible(statement, isHarmless);
    if (command !== undefined) return command;
  }
  return undefined;
}

function findFallible(
  statement: ShellStatement,
  isHarmless: (command: ShellCommand) => boolean,
): ShellCommand | undefined {
  if (statement.background || statement.operators.includes('||')) return undefined;
  return statement.pipelines
    .flatMap((pipeline) => (pipeline.negated ? [] : pipeline.commands))
    .find(
      (command) =>
        command?.program !== undefined &&
        !harmless.has(command.program.value ?? '') &&
        !isHarmless(command),
    );
}

/** True for a statement that may fail where nothing is wrong: its last command asks a question. */
export function endsWithQuestion(statement: ShellStatement): boolean {
  if (statement.operators.includes('||')) return false;
  const last = statement.pipelines.at(-1);
  const command = last?.negated === true ? undefined : last?.commands.at(-1);
  return asking.has(command?.program?.value ?? '');
}

/** A script that reads `$?` handles failures itself. */
export function readsStatus(script: ShellScript): boolean {
  return script.commands.some(({ program, arguments: words, assignments }) =>
    [program, ...words, ...assignments.map(({ value }) => value)].some(
      (word) => word?.variables.includes('?') === true,
    ),
  );
}
