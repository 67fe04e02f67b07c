import type { ShellCommand, ShellStatement } from '../syntax/shell';
import type { Span } from '../text/span';
import { containsSpan } from '../text/span';
import type { Execution } from './commands';
import type { DockerfileModel } from './model';
import { operationsOfRun } from './package-index';
import type { PackageOperation } from './packages';
import type { Stage } from './stage-graph';

/** An install or a build whose failure nobody sees. */
export interface MaskedFailure {
  readonly operation: PackageOperation;
  /** `true`, `:` or `exit`. */
  readonly place: Span;
  /** `|| true` with the blank in front; undefined where the steps are joined by `;`. */
  readonly tail: Span | undefined;
  readonly run: Execution;
}

/** Installs and builds of a stage in front of `|| true`, and those in a RUN that ends with `; exit 0`. */
export function findMaskedFailures(model: DockerfileModel, stage: Stage): readonly MaskedFailure[] {
  return model.runsOf(stage).flatMap((run) => {
    const operations = operationsOfRun(model, stage, run.instruction).filter(
      ({ action }) => action === 'install' || action === 'build',
    );
    if (operations.length === 0) return [];
    return run.scripts.flatMap((script) => [
      ...script.allStatements.flatMap((statement) => inStatement(run, statement, operations)),
      ...inEnd(run, script.statements, operations),
    ]);
  });
}

function inStatement(
  run: Execution,
  statement: ShellStatement,
  operations: readonly PackageOperation[],
): readonly MaskedFailure[] {
  return statement.pipelines.flatMap(({ commands, span }, index): readonly MaskedFailure[] => {
    const [command] = commands;
    const previous = statement.pipelines[index - 1];
    if (statement.operators[index - 1] !== '||' || previous === undefined) return [];
    if (commands.length !== 1 || command?.program === undefined || !succeeds(command)) return [];
    const place = { start: statement.span.start, end: previous.span.end };
    const operation = operations.find(({ command: each }) => containsSpan(place, each.shell.span));
    if (operation === undefined) return [];
    const tail = { start: previous.span.end, end: span.end };
    return [{ operation, place: command.program.span, tail, run }];
  });
}

/** `npm install; exit 0`, where nothing makes the script stop at a failure. */
function inEnd(
  run: Execution,
  statements: readonly ShellStatement[],
  operations: readonly PackageOperation[],
): readonly MaskedFailure[] {
  const last = statements.at(-1);
  const [command] = last?.pipelines.length === 1 ? (last.pipelines[0]?.commands ?? []) : [];
  if (last === undefined || command?.program === undefined || !succeeds(command)) return [];
  const stops =
    run.shell.errexit ||
    run.commands.some(
      ({ name, words }) => name === 'set' && words.some(({ text }) => /^-\w*e|errexit/.test(text)),
    );
  const operation = operations.find(({ command: each }) => each.shell.span.end <= last.span.start);
  if (stops || operation === undefined) return [];
  return [{ operation, place: command.program.span, tail: undefined, run }];
}

function succeeds({ program, arguments: words }: ShellCommand): boolean {
  const name = program?.value;
  if (name === 'true' || name === ':') return true;
  return name === 'exit' && words[0]?.value === '0';
}
