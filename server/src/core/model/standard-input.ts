import { containsSpan } from '../text/span';
import type { Command, Execution } from './commands';

/** True when something other than the build feeds the command: `yes | …`, `< answers`, `<<< y`. */
export function hasInput(execution: Execution, command: Command): boolean {
  const { span, redirects } = command.shell;
  if (redirects.some((redirect) => redirect.operator.startsWith('<'))) return true;
  return execution.scripts
    .flatMap((script) => script.allStatements)
    .flatMap((statement) => statement.pipelines)
    .some((pipeline) => pipeline.parts.slice(1).some((part) => containsSpan(part, span)));
}
