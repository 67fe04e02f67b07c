import {
  checkingOptions,
  checkingPrograms,
  failingPrograms,
  lenientGrepOptions,
  steadyPrograms,
  stoppingOptions,
} from '../data/pipeline-programs';
import type { ShellPipeline, ShellScript, ShellStatement } from '../syntax/shell';
import { toCommand, type Command, type Execution } from './commands';
import { visibleText } from './package-line';
import { shellOptionsAt } from './shell-options';
import { isTemplated } from './template';

/** A pipeline that succeeds although a command in it failed. */
export interface LostFailure {
  readonly pipeline: ShellPipeline;
  /** The first command whose failure is lost. */
  readonly failing: Command;
  /** The command whose status counts; undefined for a compound one. */
  readonly last: Command | undefined;
  readonly script: ShellScript;
}

/** The pipelines of an execution that hide a failure which nobody handles. */
export function collectLostFailures(execution: Execution): readonly LostFailure[] {
  if (isTemplated(execution)) return [];
  return execution.scripts.flatMap((script) =>
    script.allStatements.flatMap((statement) =>
      statement.pipelines.flatMap((pipeline, index): readonly LostFailure[] => {
        if (pipeline.commands.length < 2 || pipeline.negated) return [];
        if (!decides(execution, script, statement, index)) return [];
        if (shellOptionsAt(execution, script, pipeline.span.start).pipefail) return [];
        const commands = commandsOf(pipeline, execution);
        const failing = commands.slice(0, -1).find((each) => each !== undefined && canFail(each));
        const last = commands.at(-1);
        if (failing === undefined || (last !== undefined && checksInput(last))) return [];
        if (commands.some((each) => each !== undefined && stopsReading(each))) return [];
        return [{ pipeline, failing, last, script }];
      }),
    ),
  );
}

/**
 * True when no pipeline of the scripts may fail with `pipefail` by design: no reader stops early, and no
 * program such as `grep` in front says "nothing found" by its status.
 */
export function toleratesPipefail(execution: Execution): boolean {
  if (!execution.complete) return false;
  return execution.scripts
    .flatMap((script) => script.allStatements)
    .flatMap((statement) => statement.pipelines)
    .filter((pipeline) => 1 < pipeline.commands.length)
    .every((pipeline) => {
      const commands = commandsOf(pipeline, execution);
      const [last, ...others] = [...commands].reverse();
      return (
        (last === undefined || (last.name !== undefined && !stopsReading(last))) &&
        others.every((each) => each !== undefined && isSteady(each) && !stopsReading(each))
      );
    });
}

/** True when the status of the pipeline decides whether the script goes on or succeeds. */
function decides(
  execution: Execution,
  script: ShellScript,
  statement: ShellStatement,
  index: number,
): boolean {
  if (statement.background || statement.operators.slice(index).includes('||')) return false;
  const hidden = ['substitution', 'condition', 'background', 'function', 'shell-argument'];
  if (statement.nesting.some((each) => hidden.includes(each))) return false;
  if (statement.nesting.length === 0 && statement === script.statements.at(-1)) return true;
  const isLast = index === statement.pipelines.length - 1;
  return isLast && shellOptionsAt(execution, script, statement.span.start).errexit;
}

function commandsOf(
  pipeline: ShellPipeline,
  execution: Execution,
): readonly (Command | undefined)[] {
  return pipeline.commands.map((each) =>
    each === undefined ? undefined : toCommand(each, execution.instruction),
  );
}

function canFail(command: Command): boolean {
  const { name } = command;
  if (name === undefined) return false;
  if (isOwnScript(command)) return true;
  if (!failingPrograms.has(name)) return false;
  const texts = argumentsOf(command);
  if (texts.length === 1 && /^-{1,2}(?:v|V|version)$/.test(texts[0] ?? '')) return false;
  const operands = texts.filter((text) => !text.startsWith('-'));
  return name !== 'cat' || operands.some((text) => !/^\/(?:etc|proc|sys)\//.test(text));
}

/** `./configure`, `../build.sh`: a step of the project, whose failure matters. */
function isOwnScript({ words }: Command): boolean {
  return /^\.{1,2}\/\S+$/.test(words[0]?.value ?? '');
}

function isSteady(command: Command): boolean {
  const { name } = command;
  if (name === undefined) return false;
  return [failingPrograms, steadyPrograms, checkingPrograms].some((set) => set.has(name));
}

/** `tar -x`, `gpg --dearmor`, `grep x`: fails itself when it gets nothing. */
function checksInput(command: Command): boolean {
  const { name = '' } = command;
  const texts = argumentsOf(command);
  if (checkingPrograms.has(name)) return true;
  if (/^[efz]?grep$/.test(name)) return !texts.some((text) => lenientGrepOptions.test(text));
  const pattern = checkingOptions.get(name);
  return pattern !== undefined && texts.some((text) => pattern.test(text));
}

function stopsReading(command: Command): boolean {
  const pattern = stoppingOptions.get(command.name ?? '');
  return pattern !== undefined && ['', ...argumentsOf(command)].some((text) => pattern.test(text));
}

function argumentsOf(command: Command): readonly string[] {
  return command.words.slice(1).map(visibleText);
}
