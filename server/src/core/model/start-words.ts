import type { Instruction } from '../syntax/instruction';
import type { DockerfileModel } from './model';
import type { StartCommand } from './process';
import { findChain, readLiteralWords } from './shell-form';
import type { Stage } from './stage-graph';

/** How a container of a stage starts its program. */
export interface StartWords {
  /** The program and the arguments that stand with it, as far as they are known. */
  readonly words: readonly string[];
  readonly keyword: 'CMD' | 'ENTRYPOINT';
  readonly instruction: Instruction;
  /** True when a shell has to read the words: variables, several commands, redirections. */
  readonly needsShell: boolean;
  /** True when the shell form stands there and the exec form does the same. */
  readonly rewrites: boolean;
}

export type StartOutcome =
  | { readonly kind: 'start'; readonly start: StartWords }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Reads which program a stage starts: the first word of ENTRYPOINT, or of CMD where there is none. */
export function readStartWords(model: DockerfileModel, stage: Stage): StartOutcome {
  const { entrypoint, command } = model.processOf(stage);
  if (entrypoint.kind === 'instruction') {
    const isShell = entrypoint.execution.form !== 'exec';
    if (isShell && command.kind === 'instruction') {
      return unknown('ENTRYPOINT in shell form leaves CMD unread.');
    }
    if (command.kind === 'instruction' && command.execution.form !== 'exec') {
      return unknown('CMD in shell form hands a shell to ENTRYPOINT.');
    }
    return readStart(entrypoint, 'ENTRYPOINT');
  }
  if (entrypoint.kind !== 'none') return unknown('The base image starts a program of its own.');
  if (command.kind !== 'instruction') {
    return unknown('Neither CMD nor ENTRYPOINT says which program the image starts.');
  }
  return readStart(command, 'CMD');
}

function unknown(reason: string): StartOutcome {
  return { kind: 'unknown', reason };
}

function readStart(
  start: Extract<StartCommand, { kind: 'instruction' }>,
  keyword: 'CMD' | 'ENTRYPOINT',
): StartOutcome {
  const { instruction, execution } = start;
  const base = { keyword, instruction };
  if (instruction.json !== undefined) {
    const words = instruction.json.map(({ value }) => value);
    if (words.length === 0) return unknown(`${keyword} is empty.`);
    return { kind: 'start', start: { ...base, words, needsShell: false, rewrites: false } };
  }
  const chain = findChain(execution);
  const [command, ...others] = chain ?? [];
  if (command === undefined || others.length !== 0) {
    return unknown(`What the shell form of ${keyword} starts is not one plain command.`);
  }
  const literal = command.assignments.length === 0 ? readLiteralWords(command) : undefined;
  const written = [command.program, ...command.arguments].map(
    (word) => word?.value ?? word?.text ?? '',
  );
  const words = (literal?.map(({ value }) => value) ?? written).slice(
    written[0] === 'exec' ? 1 : 0,
  );
  if (words.length === 0) return unknown(`${keyword} starts nothing.`);
  const needsShell = literal === undefined;
  return { kind: 'start', start: { ...base, words, needsShell, rewrites: !needsShell } };
}
