import { isOnlyHeredoc } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';

/** The first commands of the `&&` chain of a RUN, taken off. */
export interface RunHead {
  /** The commands as written. */
  readonly head: readonly string[];
  /** Where the rest of the script starts. */
  readonly start: number;
  /** Where the script starts. */
  readonly from: number;
}

/**
 * Takes the first parts off the chain of a RUN.
 *
 * @returns undefined when it is not one chain of commands, or a comment stands between them
 */
export function splitHead(
  model: DockerfileModel,
  run: Instruction,
  count: number,
): RunHead | undefined {
  const [script, ...scripts] = model.executionOf(run).scripts;
  const [statement] = script?.statements ?? [];
  const [first] = statement?.pipelines ?? [];
  const rest = statement?.pipelines[count];
  if (first === undefined || rest === undefined || scripts.length !== 0) return undefined;
  if (isOnlyHeredoc(run) || run.heredocs.length !== 0) return undefined;
  if (statement?.operators.slice(0, count).some((operator) => operator !== '&&') !== false) {
    return undefined;
  }
  const from = first.span.start;
  const isCommented = run.innerComments.some(
    ({ span }) => from <= span.start && span.end <= rest.span.start,
  );
  if (isCommented) return undefined;
  const head = statement.pipelines
    .slice(0, count)
    .map(({ span }) => model.text.slice(span.start, span.end));
  return { head, start: rest.span.start, from };
}

/** Replaces the head of a RUN by other commands, none or some; undefined without a head. */
export function prependCommands(
  head: RunHead | undefined,
  commands: readonly string[],
): readonly Edit[] | undefined {
  if (head === undefined) return undefined;
  const text = commands.map((command) => `${command} && `).join('');
  const span = { start: head.from, end: head.start };
  return span.start === span.end && text === '' ? [] : [{ span, text }];
}
