import type { Command, Execution } from './commands';

/**
 * True when a command runs whenever all before it in its `&&` chain succeed, and its own failure ends the chain: no
 * condition, loop, pipeline, subshell or `||` is around it.
 */
export function runsAlways(run: Execution, { shell }: Command): boolean {
  if (shell.nesting.some((each) => each !== 'group')) return false;
  const statement = run.scripts
    .flatMap(({ allStatements }) => allStatements)
    .find(({ pipelines }) => pipelines.some(({ commands }) => commands.includes(shell)));
  if (statement === undefined || statement.background) return false;
  return statement.operators.every((operator) => operator === '&&');
}
