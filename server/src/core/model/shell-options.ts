import type { ShellCommand, ShellScript } from '../syntax/shell';
import { baseName, isOnlyHeredoc, type Execution } from './commands';
import type { EffectiveShell } from './shell';

/** What a shell does when a command fails. */
export interface ShellOptions {
  /** It stops (`set -e`). */
  readonly errexit: boolean;
  /** A pipeline fails with any of its commands (`set -o pipefail`). */
  readonly pipefail: boolean;
}

/** The shell that runs the script of an instruction: that of the shebang of a heredoc, or the stage's. */
export function shellOfScript(execution: Execution): EffectiveShell {
  const { shell, instruction } = execution;
  const [heredoc] = instruction.heredocs;
  const shebang = /^#!\s*(\S+)([^\n]*)/.exec(heredoc?.body ?? '');
  if (!isOnlyHeredoc(instruction) || shebang === null) return shell;
  const [, path = '', rest = ''] = shebang;
  const words = rest.trim().split(/\s+/);
  const program = baseName(path) === 'env' ? baseName(words.shift() ?? '') : baseName(path);
  const options = applyOptions({ errexit: false, pipefail: false }, words);
  return { ...shell, program: programOf(program, shell), words: [path], ...options };
}

/** The options in force where something in a script begins. */
export function shellOptionsAt(
  execution: Execution,
  script: ShellScript,
  offset: number,
): ShellOptions {
  const initial: ShellOptions = shellOfScript(execution);
  return script.commands
    .filter((command) => isSet(command) && command.span.end <= offset)
    .reduce((options, command) => {
      const next = applyOptions(
        options,
        command.arguments.map((word) => word.text),
      );
      return 0 < command.nesting.length ? { ...next, errexit: options.errexit } : next;
    }, initial);
}

export function isSet(command: ShellCommand): boolean {
  return command.program?.value === 'set';
}

/** Reads the words behind `set`: `-e`, `-euxo pipefail`, `+e`. */
function applyOptions(before: ShellOptions, words: readonly string[]): ShellOptions {
  let { errexit, pipefail } = before;
  for (const [index, word] of words.entries()) {
    const match = /^([-+])([a-zA-Z]+)$/.exec(word);
    const [, sign, letters] = match ?? [];
    if (sign === undefined || letters === undefined) continue;
    const isOn = sign === '-';
    const name = letters.includes('o') ? words[index + 1] : undefined;
    if (letters.includes('e') || name === 'errexit') errexit = isOn;
    if (name === 'pipefail') pipefail = isOn;
  }
  return { errexit, pipefail };
}

function programOf(name: string, shell: EffectiveShell): EffectiveShell['program'] {
  switch (name) {
    case 'bash':
    case 'dash':
    case 'ash':
    case 'zsh':
      return name;
    default:
      return shell.instruction === undefined ? shell.program : 'sh';
  }
}
