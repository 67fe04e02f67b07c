import type { Execution } from '../model/commands';
import { isOnlyHeredoc } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import type { Edit } from '../text/edit';
import type { ShellStatement } from '../syntax/shell';

/**
 * Appends a command to the script of a RUN, so that it runs only when all before it succeeded.
 *
 * @returns undefined when the end of the script is not a plain `&&` chain: after `;`, `||` or `&` an
 *   appended command could hide a failure, or run where the author does not expect it
 */
export function appendCommand(
  model: DockerfileModel,
  execution: Execution,
  command: string,
): Edit | undefined {
  const { instruction } = execution;
  const [script] = execution.scripts;
  if (execution.form === 'exec' || script === undefined || !execution.complete) return undefined;
  if (execution.scripts.length !== 1) return undefined;
  if (isOnlyHeredoc(instruction)) return appendLine(model, execution, command);
  if (instruction.heredocs.length !== 0) return undefined;
  const last = script.statements.at(-1);
  if (last === undefined || !isPlainChain(last)) return undefined;
  const end = last.span.end;
  if (model.text.slice(end, instruction.span.end).trim() !== '') return undefined;
  return { span: { start: end, end }, text: `${joinerOf(model, execution, last)}${command}` };
}

/** True when every pipeline of the statement runs only after success of the one before. */
export function isPlainChain(statement: ShellStatement): boolean {
  return !statement.background && statement.operators.every((operator) => operator === '&&');
}

/** ` && `, or a line break in the style of the chain's own line breaks. */
export function joinerOf(
  model: DockerfileModel,
  execution: Execution,
  last: ShellStatement,
): string {
  const { instruction } = execution;
  const source = model.text.slice(last.span.start, last.span.end);
  const ending = model.layout.lineEnding;
  if (!source.includes('\n')) {
    return model.text.slice(instruction.span.start, instruction.span.end).includes('\n')
      ? ` ${model.layout.escape}${ending}${model.layout.indent}&& `
      : ' && ';
  }
  const indents = [...source.matchAll(/\n([ \t]*)(&& )?(?=\S)/g)];
  const leading = indents.find((match) => match[2] !== undefined);
  if (leading !== undefined) return ` ${model.layout.escape}${ending}${leading[1] ?? ''}&& `;
  const trailing = /&&[ \t]*[\\`][ \t]*\r?\n([ \t]*)/.exec(source);
  if (trailing !== null) return ` && ${model.layout.escape}${ending}${trailing[1] ?? ''}`;
  return ` ${model.layout.escape}${ending}${model.layout.indent}&& `;
}

function appendLine(
  model: DockerfileModel,
  execution: Execution,
  command: string,
): Edit | undefined {
  const [heredoc] = execution.instruction.heredocs;
  if (heredoc?.terminatorSpan === undefined) return undefined;
  const lines = heredoc.body.split('\n').filter((line) => line.trim() !== '');
  const indent = /^[ \t]*/.exec(lines.at(-1) ?? '')?.[0] ?? '';
  const { end } = heredoc.bodySpan;
  return { span: { start: end, end }, text: `${indent}${command}${model.layout.lineEnding}` };
}
