import type { Execution } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import { findChain, isShellCommand, readLiteralWords } from '../model/shell-form';
import type { ShellCommand } from '../syntax/shell';
import type { Edit } from '../text/edit';
import type { Applicability } from './applicability';
import { execFormInPlace, replaceByExecForm, writeExecChain } from './exec-form';

/** How a command in shell form becomes one that gets the signals of `docker stop`, or why it cannot. */
export type ExecFormPlan =
  | {
      readonly kind: 'edits';
      readonly title: string;
      readonly level: Applicability;
      readonly edits: readonly Edit[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** The exec form of plain words, or else a shell that replaces itself by the program. */
export function planExecForm(model: DockerfileModel, execution: Execution): ExecFormPlan {
  const chain = findChain(execution);
  const last = chain?.at(-1);
  if (chain === undefined || last === undefined) {
    return refuse('The script is more than a chain of commands, so exec cannot be put in.');
  }
  const name = last.program?.value;
  if (name !== undefined && isShellCommand(name)) {
    return refuse(`The shell itself runs "${name}".`);
  }
  if (chain.length === 1 && canBeLiteral(last) && setsNothing(execution)) {
    return planLiteralForm(execution);
  }
  const script = writeExecChain(chain);
  if (script === undefined) {
    return refuse('The script has redirections or line breaks that the fix would lose.');
  }
  const words = [...execution.shell.words, script];
  return {
    kind: 'edits',
    title: 'Let the shell replace itself by the program',
    level: 'unsafe',
    edits: replaceByExecForm(model, execution.instruction, words),
  };
}

/** The words of a single command as they stand, without any shell. */
export function planLiteralForm(execution: Execution): ExecFormPlan {
  const [command, ...others] = findChain(execution) ?? [];
  const words =
    command === undefined || others.length !== 0 || !canBeLiteral(command)
      ? undefined
      : readLiteralWords(command);
  if (words === undefined) return refuse('This text needs a shell.');
  return {
    kind: 'edits',
    title: 'Write the exec form',
    level: mayLackInterpreter(words[0]?.value ?? '') ? 'unsafe' : 'safe',
    edits: execFormInPlace(words),
  };
}

function refuse(reason: string): ExecFormPlan {
  return { kind: 'refused', reason };
}

function canBeLiteral(command: ShellCommand): boolean {
  return command.assignments.length === 0 && readLiteralWords(command) !== undefined;
}

/** False for a login shell and the like, whose start-up files may set what the program needs. */
function setsNothing(execution: Execution): boolean {
  return execution.shell.words.every((word) => !/^-[a-z]*[il]|^--(?:login|rcfile|init)/.test(word));
}

/** A script without `#!` line starts only through a shell; programs of the system are no such scripts. */
function mayLackInterpreter(program: string): boolean {
  if (/\.(?:ba)?sh$/.test(program)) return true;
  return program.includes('/') && !/^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(program);
}
