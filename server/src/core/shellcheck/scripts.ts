import { mayBeSetByBase } from '../model/base-variables';
import { mayExchangeShell } from '../model/dash-scripts';
import type { DockerfileModel } from '../model/model';
import type { EffectiveShell } from '../model/shell';
import type { Stage } from '../model/stage-graph';
import type { Instruction } from '../syntax/instruction';
import type { LogicalLine } from '../syntax/logical-line';
import { once } from './once';
import { hasTemplateLines } from '../syntax/template-lines';
import { collectSources, type ScriptSource } from './sources';

/** A shell that ShellCheck knows; `sh` is a POSIX shell of unknown make. */
export type Dialect = 'sh' | 'dash' | 'ash' | 'bash' | 'ksh';

/** A script of a Dockerfile that ShellCheck may look at. */
export interface Script {
  readonly dialect: Dialect;
  /** As the shell gets it. */
  readonly text: string;
  /** The way back to the document. */
  readonly source: LogicalLine;
  /** The instruction of the tree, ONBUILD for its trigger. */
  readonly instruction: Instruction;
  /** False where the shell may know more than POSIX says, and nobody can tell what. */
  readonly isShellSure: boolean;
  /** True when the shell is started so that it stops at the first failing command. */
  readonly errexit: boolean;
  /** Whether a variable may have got a value outside of what ShellCheck sees. */
  readonly maySet: (name: string) => boolean;
  /** Whether a variable is known to be in the environment of the script. */
  readonly exports: (name: string) => boolean;
  /** What ENV or the default of ARG gives a variable in a build; undefined when that is not known. */
  readonly valueOf: (name: string) => string | undefined;
}

/** Longest script, in characters, that is handed over. */
const longest = 100_000;

/** Scripts of one document that are handed over. */
const most = 1_000;

/** Variables that a build has without a declaration (https://docs.docker.com/reference/dockerfile/#predefined-args). */
const predefined = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'all_proxy'];

/**
 * Every script that a shell known to ShellCheck runs: RUN, CMD, ENTRYPOINT and HEALTHCHECK in shell form, also in
 * ONBUILD, and heredocs that are a script. None in a template, whose text is not what Docker gets.
 */
export function collectScripts(model: DockerfileModel): readonly Script[] {
  if (hasTemplateLines(model.tree.instructions)) return [];
  const scripts = model.stages.flatMap((stage) => {
    const isExchanged = once(() => mayExchangeShell(model, stage));
    return stage.instructions.flatMap((instruction) =>
      collectSources(
        model.tree,
        instruction.trigger ?? instruction,
        (each) => model.executionOf(each).commands,
      ).flatMap((found) => toScript({ model, stage, instruction, isExchanged }, found)),
    );
  });
  return scripts.slice(0, most);
}

/** Where a script stands. */
interface Surroundings {
  readonly model: DockerfileModel;
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** Whether something may have put another shell in the place of `/bin/sh`. */
  readonly isExchanged: () => boolean;
}

function toScript(
  around: Surroundings,
  { source, interpreter, isFile }: ScriptSource,
): readonly Script[] {
  const { model, stage, instruction, isExchanged } = around;
  const { text } = source;
  const isTrigger = instruction.trigger !== undefined;
  const shell = isTrigger ? model.shellAtEnd(stage) : model.shellAt(instruction);
  const dialect =
    interpreter === undefined ? dialectOf(model, shell) : dialectOfProgram(around, interpreter);
  if (dialect === undefined || text.trim() === '' || longest < text.length) return [];
  const isVariable = once(() => variablesAt(around));
  const atBuild = (instruction.trigger ?? instruction).keyword === 'RUN' && !isFile;
  // What another file or a text sets is not seen.
  const setsUnseen = /(?:^|[\s;&|({])(?:\.|source|eval)\s/.test(text);
  const script: Script = {
    dialect,
    text,
    source,
    instruction,
    isShellSure: dialect === 'bash' || (dialect !== 'sh' && !isExchanged()),
    errexit: interpreter === undefined && shell.errexit,
    maySet: (name) =>
      !atBuild ||
      setsUnseen ||
      // In front of a builtin such as "set" an assignment lasts, in a POSIX shell.
      new RegExp(`\\b${name}=`).test(text) ||
      isVariable()(name) ||
      mayBeSetByBase(stage, name),
    exports: (name) => isVariable()(name),
    valueOf: (name) =>
      atBuild && !isTrigger && !setsUnseen
        ? model.variables.before(stage, instruction).get(name)?.value
        : undefined,
  };
  return [script];
}

function dialectOf(model: DockerfileModel, shell: EffectiveShell): Dialect | undefined {
  switch (shell.program) {
    case 'dash':
    case 'ash':
    case 'bash':
      return shell.program;
    case 'sh':
      // Only Windows needs another escape character: where nobody says so, the shell is not one of POSIX.
      return model.tree.escape === '`' && shell.instruction === undefined ? undefined : 'sh';
    default:
      return undefined;
  }
}

/** The dialect of a program by its name; `sh` is what the image has at `/bin/sh`. */
function dialectOfProgram({ model, stage }: Surroundings, name: string): Dialect | undefined {
  switch (name) {
    case 'dash':
    case 'ash':
    case 'bash':
    case 'ksh':
      return name;
    case 'busybox':
      return 'ash';
    case 'sh': {
      const [first] = stage.instructions;
      return (first && dialectOf(model, model.shellAt(first))) ?? 'sh';
    }
    default:
      return undefined;
  }
}

/** Tells which names ENV, ARG and secrets set, where a script of an instruction sees them. */
function variablesAt({ model, stage, instruction }: Surroundings): (name: string) => boolean {
  const isLater = instruction.trigger !== undefined;
  const scope = isLater ? model.variables.atEnd(stage) : model.variables.before(stage, instruction);
  const triggers = isLater ? stage.instructions.flatMap(({ trigger }) => trigger ?? []) : [];
  const { flags } = instruction.trigger ?? instruction;
  const others = new Set([
    ...predefined,
    ...triggers.flatMap(({ assignments }) => assignments.map(({ name }) => name.text)),
    ...flags.flatMap(({ value }) => /(?:^|,)env=([^,]+)/.exec(value?.text ?? '')?.[1] ?? []),
  ]);
  return (name) => others.has(name) || scope.get(name) !== undefined;
}
