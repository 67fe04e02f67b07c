import type { Command } from './commands';
import { baseName } from './commands';
import type { ShellWord } from '../syntax/shell';

/** A call of sudo. */
export interface SudoCall {
  readonly word: ShellWord;
  /**
   * Where the words that sudo runs begin. Undefined when its options change more than who runs them:
   * another user, a login shell, an editor.
   */
  readonly end: number | undefined;
}

const neutralLetters = /^-[EHknPS]+$/;
const neutralNames = new Set([
  '--preserve-env',
  '--set-home',
  '--reset-timestamp',
  '--non-interactive',
  '--preserve-groups',
  '--stdin',
  '--',
]);

/** Reads `sudo …`; undefined for commands without sudo in front. */
export function readSudo(command: Command): SudoCall | undefined {
  const { program } = command.shell;
  if (program === undefined || baseName(program.value ?? '') !== 'sudo') return undefined;
  const next = command.shell.arguments.find((word) => !isNeutral(word));
  const isKept = next === undefined || next.text.startsWith('-');
  return { word: program, end: isKept ? undefined : next.span.start };
}

function isNeutral(word: ShellWord): boolean {
  const name = word.text.replace(/=.*$/, '');
  return neutralLetters.test(word.text) || neutralNames.has(name);
}
