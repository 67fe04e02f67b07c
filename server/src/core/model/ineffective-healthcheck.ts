import type { ShellCommand, ShellWord } from '../syntax/shell';
import { baseName, type Command, type Execution } from './commands';
import type { DockerfileModel } from './model';
import { isWholeProbe, readProbeQuestion } from './probe-question';
import type { Stage } from './stage-graph';

/** What keeps a health check from telling whether the application is well. */
export type IneffectiveHealthcheck =
  /** It succeeds whatever happens: by `command`, which stands behind `||` when `isFallback`. */
  | {
      readonly kind: 'always';
      readonly execution: Execution;
      readonly command: ShellCommand;
      readonly isFallback: boolean;
    }
  /** curl takes the page of an error for an answer. */
  | {
      readonly kind: 'errors';
      readonly execution: Execution;
      readonly program: ShellWord;
      readonly url: string;
    }
  /** wget keeps the answer as a file. */
  | { readonly kind: 'file'; readonly execution: Execution; readonly program: ShellWord };

/** Finds out what is wrong with the health check of a stage; undefined when nothing is, or when that is not known. */
export function findIneffectiveHealthcheck(
  model: DockerfileModel,
  stage: Stage,
): IneffectiveHealthcheck | undefined {
  const { healthCheck } = model.processOf(stage);
  if (healthCheck?.kind !== 'command' || !healthCheck.execution.complete) return undefined;
  const { execution } = healthCheck;
  const always = findAlways(execution);
  if (always !== undefined) return always;
  for (const command of execution.commands) {
    const [program] = command.words;
    if (program === undefined) continue;
    const question = readProbeQuestion(command);
    if (
      question?.kind === 'http' &&
      !question.failsOnError &&
      command.name === 'curl' &&
      isWholeProbe(execution, command)
    ) {
      return { kind: 'errors', execution, program, url: question.url };
    }
    if (command.name === 'wget' && keepsFile(command)) return { kind: 'file', execution, program };
  }
  return undefined;
}

function findAlways(execution: Execution): IneffectiveHealthcheck | undefined {
  if (execution.form === 'exec') {
    const [command, ...others] = execution.commands;
    return command !== undefined && others.length === 0 && succeeds(command.shell)
      ? { kind: 'always', execution, command: command.shell, isFallback: false }
      : undefined;
  }
  const [script] = execution.scripts;
  const last = script?.statements.at(-1);
  const pipeline = last?.pipelines.at(-1);
  const [command] = pipeline?.commands ?? [];
  if (last === undefined || command === undefined || last.background) return undefined;
  if (pipeline?.commands.length !== 1 || pipeline.negated || !succeeds(command)) return undefined;
  const operator = last.operators.at(-1);
  // Behind && it says what was found out.
  if (operator === '&&') return undefined;
  if (execution.commands.some(({ name, shell }) => shell !== command && name === 'exit'))
    return undefined;
  if (execution.commands.some(({ name }) => name === 'set' || name === 'trap')) return undefined;
  return { kind: 'always', execution, command, isFallback: operator === '||' };
}

/** `true`, `:`, `echo …`, `exit 0` */
function succeeds({ program, arguments: words }: ShellCommand): boolean {
  const name = baseName(program?.value ?? '');
  if (name === 'exit') return words[0]?.value === '0';
  return /^(?::|true|echo)$/.test(name);
}

/** True when nothing says where the answer goes: wget then writes `index.html`. */
function keepsFile({ words, shell }: Command): boolean {
  if (shell.nesting.includes('function')) return false;
  const texts = words.slice(1).map(({ value, text }) => value ?? text);
  const isLocal = texts.some((text) =>
    /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\b/.test(text),
  );
  return (
    isLocal &&
    !texts.some((text) =>
      /^-[a-zA-Z]*[OPih]|^--(?:spider|output|delete-after|directory-prefix|no-clobber|timestamping|help|input)|^-[a-zA-Z]*(?:nc|N)/.test(
        text,
      ),
    )
  );
}
