import type { Command } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import { readSudo, type SudoCall } from '../model/sudo';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { runAsRoot } from './run-as-root';

/** Takes sudo and its options off a command; undefined where they change how it runs, or stand on several lines. */
export function dropSudo(model: DockerfileModel, { word, end }: SudoCall): Edit | undefined {
  const { start } = word.span;
  if (end === undefined || model.text.slice(start, end).includes('\n')) return undefined;
  return { span: { start, end }, text: '' };
}

/** Commands that do the same for every user. */
const neutral = new Set(['set', 'true', ':', 'echo', 'printf', 'test', '[']);

/** What differs between root and the account: its home, its name. */
const personal = /~|\$\{?(?:HOME|USER|LOGNAME|UID)\b|\b(?:whoami|logname)\b|(?:\$\(|`)id\b/;

/**
 * `USER root` around a step in which sudo runs everything, without the sudo; steps beside it that do the same go along.
 *
 * @param user what USER says behind them
 * @returns undefined where something in the step runs as the account, or would notice the difference
 */
export function runWithoutSudo(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  user: string,
): readonly Edit[] | undefined {
  if (/["'$]/.test(user) || !isSudoStep(model, instruction)) return undefined;
  const isStep = (each: Instruction): boolean => isSudoStep(model, each);
  const { steps, edits } = runAsRoot(model, stage, instruction, isStep, user);
  const dropped = steps.flatMap((step) =>
    model.executionOf(step).commands.flatMap((command) => {
      const sudo = readSudo(command);
      return (sudo && dropSudo(model, sudo)) ?? [];
    }),
  );
  return [...edits, ...dropped];
}

function isSudoStep(model: DockerfileModel, instruction: Instruction): boolean {
  if (instruction.keyword !== 'RUN') return false;
  const { commands, complete, form } = model.executionOf(instruction);
  if (!complete || form === 'exec' || model.userAt(instruction)?.privilege !== 'non-root') {
    return false;
  }
  const { span } = instruction;
  if (personal.test(model.text.slice(span.start, span.end))) return false;
  return (
    commands.some((command) => readSudo(command) !== undefined) &&
    commands.every((command) => isForRoot(model, command))
  );
}

function isForRoot(model: DockerfileModel, command: Command): boolean {
  const { shell } = command;
  if (shell.redirects.some(({ target }) => target?.value !== '/dev/null')) return false;
  const sudo = readSudo(command);
  if (sudo !== undefined) return dropSudo(model, sudo) !== undefined;
  return shell.program === undefined || neutral.has(command.name ?? '');
}
