import type { ShellProgram } from '../data/image-facts';
import type { Instruction } from '../syntax/instruction';
import { findRootBase, type Stage } from './stage-graph';

/** The shell that runs the shell form of RUN, CMD, ENTRYPOINT and HEALTHCHECK. */
export interface EffectiveShell {
  /** `sh` is a POSIX shell of unknown make; `unknown` may be anything. */
  readonly program: ShellProgram | 'sh' | 'zsh' | 'unknown';
  /** The SHELL instruction that set it; undefined when it is the base image's. */
  readonly instruction: Instruction | undefined;
  /** Words of SHELL; `/bin/sh -c` by default. */
  readonly words: readonly string[];
  /** True when the shell stops at the first failing command (`-e`, `-o errexit`). */
  readonly errexit: boolean;
  /** True when a pipeline fails with any of its commands (`-o pipefail`). */
  readonly pipefail: boolean;
}

export type Form = 'shell' | 'exec' | 'heredoc';

/** How an instruction that runs a command is written. */
export function formOf(instruction: Instruction): Form {
  if (instruction.json !== undefined) return 'exec';
  return instruction.heredocs.length === 0 ? 'shell' : 'heredoc';
}

/** True when scripts for the shell can be read as POSIX or Bash. */
export function isPosixShell(shell: EffectiveShell): boolean {
  return ['sh', 'dash', 'ash', 'bash', 'zsh'].includes(shell.program);
}

/** True when the shell knows `set -o pipefail`; undefined when its make is not known. */
export function knowsPipefail(shell: EffectiveShell): boolean | undefined {
  switch (shell.program) {
    case 'bash':
    case 'ash':
    case 'zsh':
      return true;
    case 'dash':
      return false;
    default:
      return undefined;
  }
}

/** The shell of a stage before its own SHELL instructions. */
export function shellOfBase(stage: Stage): EffectiveShell {
  const base = findRootBase(stage);
  const program =
    base.kind === 'image'
      ? (base.stated?.shell ?? base.facts?.variant.shell ?? 'unknown')
      : 'unknown';
  const isScratch = base.kind === 'scratch';
  // Without facts a Linux image is far likelier than a Windows one, unless something says otherwise.
  const guessed = stage.mayBeWindows ? 'unknown' : 'sh';
  return {
    program: isScratch ? 'none' : program === 'unknown' ? guessed : program,
    instruction: undefined,
    words: ['/bin/sh', '-c'],
    errexit: false,
    pipefail: false,
  };
}

/**
 * The shell that a comment for another tool names. It counts where the shell is not known otherwise: such comments
 * are also written to choose how strictly a script is read.
 */
export function withNamedShell(shell: EffectiveShell, name: string): EffectiveShell {
  if (shell.instruction !== undefined || !['sh', 'unknown'].includes(shell.program)) return shell;
  const program = programOf(name, shell);
  return program === 'unknown' ? shell : { ...shell, program };
}

/** Reads a SHELL instruction; undefined when it is not in exec form. */
export function readShellInstruction(
  instruction: Instruction,
  before: EffectiveShell,
): EffectiveShell | undefined {
  const words = instruction.json?.map((element) => element.value);
  const [executable] = words ?? [];
  if (words === undefined || executable === undefined) return undefined;
  const options = words.slice(1);
  return {
    program: programOf(nameOfProgram(words, executable), before),
    instruction,
    words,
    errexit: options.some(
      (option, index) => hasShortOption(option, 'e') || isNamed(options, index, 'errexit'),
    ),
    pipefail: options.some((_option, index) => isNamed(options, index, 'pipefail')),
  };
}

/** The program that `env` starts, else the first word. */
function nameOfProgram(words: readonly string[], first: string): string {
  if (!/^(?:.*\/)?env$/.test(first)) return first;
  return words.slice(1).find((word) => !/^-|=/.test(word)) ?? first;
}

function programOf(executable: string, before: EffectiveShell): EffectiveShell['program'] {
  const name = executable
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
  switch (name) {
    case 'bash':
    case 'dash':
    case 'ash':
    case 'zsh':
    case 'cmd':
    case 'powershell':
      return name;
    case 'pwsh':
      return 'powershell';
    case 'sh':
      return before.instruction === undefined && before.program !== 'unknown'
        ? before.program
        : 'sh';
    case 'busybox':
      return 'ash';
    default:
      return 'unknown';
  }
}

function hasShortOption(option: string, letter: string): boolean {
  return /^-[a-zA-Z]+$/.test(option) && option.includes(letter);
}

function isNamed(options: readonly string[], index: number, name: string): boolean {
  return options[index] === name && /^-[a-zA-Z]*o$/.test(options[index - 1] ?? '');
}
