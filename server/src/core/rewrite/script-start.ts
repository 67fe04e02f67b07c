import { isOnlyHeredoc, type Execution } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import { isSet } from '../model/shell-options';
import type { Edit } from '../text/edit';

/**
 * Sets options of the shell at the start of the script of a RUN: in an existing `set` of its first
 * statement, as a first line of a heredoc, or as `set … &&` in front of the first command.
 *
 * @param options as `set` takes them: `-e`, `-o pipefail`
 */
export function setShellOptions(
  model: DockerfileModel,
  execution: Execution,
  options: string,
): Edit | undefined {
  const [script] = execution.scripts;
  const [first] = script?.statements ?? [];
  if (script === undefined || first === undefined || execution.scripts.length !== 1) {
    return undefined;
  }
  const [command] = first.pipelines[0]?.commands ?? [];
  const last = command?.arguments.at(-1);
  if (
    command !== undefined &&
    last !== undefined &&
    isSet(command) &&
    command.arguments.every((word) => /^-[a-zA-Z]+$|^[a-z]+$/.test(word.text))
  ) {
    return { span: { start: last.span.end, end: last.span.end }, text: ` ${options}` };
  }
  if (isOnlyHeredoc(execution.instruction)) return insertFirstLine(model, execution, options);
  if (execution.instruction.heredocs.length !== 0) return undefined;
  const { start } = first.span;
  return { span: { start, end: start }, text: `set ${options} && ` };
}

/** A line below the shebang, indented like the first line of the script. */
function insertFirstLine(
  model: DockerfileModel,
  execution: Execution,
  options: string,
): Edit | undefined {
  const [heredoc] = execution.instruction.heredocs;
  if (heredoc === undefined) return undefined;
  const shebang = /^#![^\n]*\n/.exec(
    model.text.slice(heredoc.bodySpan.start, heredoc.bodySpan.end),
  );
  const start = heredoc.bodySpan.start + (shebang?.[0].length ?? 0);
  const indent = /^(?:[ \t]*\r?\n)*([ \t]*)/.exec(model.text.slice(start, heredoc.bodySpan.end));
  return {
    span: { start, end: start },
    text: `${indent?.[1] ?? ''}set ${options}${model.layout.lineEnding}`,
  };
}
