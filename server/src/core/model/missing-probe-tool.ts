import type { Tool } from '../data/image-facts';
import type { Command, Execution } from './commands';
import type { DockerfileModel } from './model';
import { isToolPresent, isTrackedTool } from './present-tools';
import type { Stage } from './stage-graph';

/** A program that HEALTHCHECK calls though the image lacks it. */
export interface MissingProbeTool {
  readonly tool: Tool;
  readonly command: Command;
  readonly execution: Execution;
}

/**
 * The program that the health check of a stage calls and the image surely lacks. Undefined when there is none, when
 * that is not known, and when the check may get along without it.
 */
export function findMissingProbeTool(
  model: DockerfileModel,
  stage: Stage,
): MissingProbeTool | undefined {
  const { healthCheck } = model.processOf(stage);
  if (healthCheck?.kind !== 'command' || !healthCheck.execution.complete) return undefined;
  const { execution } = healthCheck;
  if (execution.form === 'shell' && execution.shell.program === 'none') return undefined;
  const called = execution.commands.flatMap((command) => {
    const { name } = command;
    return isTrackedTool(name) && isPlainName(command) ? [{ tool: name, command, execution }] : [];
  });
  const [first] = called;
  const hasOther = called.some(({ tool }) => tool !== first?.tool);
  if (first === undefined || hasOther || !alwaysRuns(first.command)) return undefined;
  return isToolPresent(model, stage, first.tool) === false ? first : undefined;
}

/** A path of its own may be a program that the application brings. */
function isPlainName({ words, shell }: Command): boolean {
  const text = words[0]?.value ?? '';
  return /^(?:\/(?:usr\/)?bin\/)?[\w.]+$/.test(text) && shell.program !== undefined;
}

function alwaysRuns({ shell }: Command): boolean {
  return shell.nesting.every((each) =>
    ['pipeline', 'shell-argument', 'substitution'].includes(each),
  );
}
