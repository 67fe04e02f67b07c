import { isOnlyHeredoc, type Command, type Execution } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import type { ShellPipeline, ShellStatement } from '../syntax/shell';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import { deleteInstruction } from './instructions';
import { isPlainChain } from './run-script';

/**
 * Takes a command out of the `&&` chain it stands in; a RUN that holds nothing else goes with it.
 *
 * @returns undefined when it is part of something else, or a comment would go with it
 */
export function removeCommand(
  model: DockerfileModel,
  execution: Execution,
  command: Command,
): Edit | undefined {
  return removeWhere(
    model,
    execution,
    ({ commands }) => commands.length === 1 && commands[0] === command.shell,
  );
}

/** The same for a command and all that is piped into it or from it: `echo a:b | chpasswd`. */
export function removePipeline(
  model: DockerfileModel,
  execution: Execution,
  command: Command,
): Edit | undefined {
  return removeWhere(model, execution, ({ commands }) => commands.includes(command.shell));
}

function removeWhere(
  model: DockerfileModel,
  execution: Execution,
  isMeant: (pipeline: ShellPipeline) => boolean,
): Edit | undefined {
  const [script] = execution.scripts;
  if (script === undefined || execution.scripts.length !== 1) return undefined;
  for (const statement of script.statements) {
    const index = statement.pipelines.findIndex((pipeline) => isMeant(pipeline));
    if (index < 0) continue;
    if (!isPlainChain(statement)) return undefined;
    if (1 < statement.pipelines.length) return removePart(execution, statement, index);
    if (script.statements.length === 1) return removeRun(model, execution);
    return removeLine(model, execution, statement);
  }
  return undefined;
}

function removePart(
  execution: Execution,
  statement: ShellStatement,
  index: number,
): Edit | undefined {
  const part = statement.pipelines[index];
  const next = statement.pipelines[index + 1];
  const previous = statement.pipelines[index - 1];
  if (part === undefined) return undefined;
  const span: Span =
    next === undefined
      ? { start: previous?.span.end ?? part.span.start, end: part.span.end }
      : { start: part.span.start, end: next.span.start };
  const hasComment = execution.instruction.innerComments.some(
    (comment) => span.start <= comment.span.start && comment.span.end <= span.end,
  );
  return hasComment ? undefined : { span, text: '' };
}

function removeRun(model: DockerfileModel, { instruction }: Execution): Edit | undefined {
  return instruction.heredocs.length === 0 ? deleteInstruction(model, instruction) : undefined;
}

/** The lines of a statement of a heredoc, when nothing else stands on them. */
function removeLine(
  model: DockerfileModel,
  { instruction }: Execution,
  statement: ShellStatement,
): Edit | undefined {
  if (!isOnlyHeredoc(instruction)) return undefined;
  const start = model.lines.startOfLine(model.lines.placeAt(statement.span.start).line);
  const end = model.lines.startOfLine(model.lines.placeAt(statement.span.end).line + 1);
  const lines = model.text.slice(start, end).trim();
  if (lines !== model.text.slice(statement.span.start, statement.span.end).trim()) return undefined;
  return { span: { start, end }, text: '' };
}
