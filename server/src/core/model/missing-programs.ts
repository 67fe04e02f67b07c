import type { Tool } from '../data/image-facts';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { isToolPresent, isTrackedTool } from './present-tools';
import type { Stage } from './stage-graph';

/** A command that names a program which the image surely does not have there. */
export interface MissingProgram {
  readonly tool: Tool;
  readonly command: Command;
  readonly stage: Stage;
}

/** The first command of each program that a stage calls in RUN, or starts, though nothing has brought it. */
export function findMissingPrograms(
  model: DockerfileModel,
  stage: Stage,
): readonly MissingProgram[] {
  const { rootBase } = stage;
  const shell = rootBase.kind === 'image' ? rootBase.facts?.variant.shell : undefined;
  if (rootBase.kind !== 'image' || shell === 'none' || stage.mayBeWindows) return [];
  const found = new Map<Tool, MissingProgram>();
  const commands = [
    ...model.commandsOf(stage),
    ...(stage === model.target ? started(model, stage) : []),
  ];
  for (const command of commands) {
    const { name } = command;
    if (!isTrackedTool(name) || found.has(name) || !isCalled(model, command)) continue;
    const isThere = isToolPresent(model, stage, name, command.shell.span.start);
    if (isThere === false) found.set(name, { tool: name, command, stage });
  }
  return [...found.values()];
}

/** What a container starts in exec form: the first word of ENTRYPOINT, or of CMD where there is none. */
function started(model: DockerfileModel, stage: Stage): readonly Command[] {
  const { entrypoint, command } = model.processOf(stage);
  const main = entrypoint.kind === 'none' ? command : entrypoint;
  if (main.kind !== 'instruction' || model.stageOf(main.instruction) !== stage) return [];
  return main.execution.form === 'exec' ? main.execution.commands.slice(0, 1) : [];
}

const quietWrappers = new Set(['sudo', 'env', 'time', 'nice', 'nohup', 'timeout', 'exec']);
const plainNesting = new Set(['group', 'pipeline', 'subshell']);

/** True for a plain call by name whose failure nothing expects. */
function isCalled(model: DockerfileModel, command: Command): boolean {
  const { words, shell, wrappers, instruction } = command;
  if (!/^(?:\/(?:usr\/)?bin\/)?[\w.]+$/.test(words[0]?.value ?? '')) return false;
  if (!wrappers.every((each) => quietWrappers.has(each))) return false;
  if (!shell.nesting.every((each) => plainNesting.has(each))) return false;
  if (model.mountsOf(instruction).some(({ type, from }) => type === 'bind' || from !== undefined)) {
    return false;
  }
  const { form, scripts, complete } = model.executionOf(instruction);
  if (!complete) return false;
  if (form === 'exec') return true;
  const text = model.text.slice(instruction.span.start, instruction.span.end);
  // A function, or a search of one's own for the program.
  if (/\(\)\s*\{|\bfunction\s|\b(?:command\s+-v|which|type|hash)\s/.test(text)) {
    return false;
  }
  const { start, end } = shell.span;
  const statement = scripts
    .flatMap(({ allStatements }) => allStatements)
    .filter(({ span }) => span.start <= start && end <= span.end)
    .at(-1);
  return statement !== undefined && !statement.background && !statement.operators.includes('||');
}
