import type { Instruction, Word } from '../syntax/instruction';
import type { Execution } from './commands';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';

/** A port of EXPOSE. */
export interface ExposedPort {
  readonly word: Word;
  /** Undefined when held in a variable that is not known. */
  readonly first: number | undefined;
  /** Equal to `first` unless a range is written. */
  readonly last: number | undefined;
  readonly protocol: string;
}

export type HealthCheck =
  | { readonly kind: 'none'; readonly instruction: Instruction }
  | { readonly kind: 'command'; readonly instruction: Instruction; readonly execution: Execution };

/** ENTRYPOINT or CMD in force at the end of a stage. */
export type StartCommand =
  | {
      readonly kind: 'instruction';
      readonly instruction: Instruction;
      readonly execution: Execution;
    }
  | { readonly kind: 'base'; readonly words: readonly string[] }
  /** Known to have none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** What a container of a stage runs. */
export interface ProcessFacts {
  readonly entrypoint: StartCommand;
  readonly command: StartCommand;
  readonly healthCheck: HealthCheck | undefined;
  readonly ports: readonly ExposedPort[];
  readonly volumes: readonly Word[];
  readonly stopSignal: Instruction | undefined;
}

export function buildProcess(
  stage: Stage,
  execute: (instruction: Instruction, stage: Stage) => Execution,
  expand: (word: Word, instruction: Instruction, stage: Stage) => string | undefined,
): ProcessFacts {
  const chain = collectInheritance(stage);
  const last = (keyword: string): { instruction: Instruction; stage: Stage } | undefined =>
    findLast(chain, keyword);
  const entrypoint = last('ENTRYPOINT');
  const command = last('CMD');
  const health = last('HEALTHCHECK');
  return {
    entrypoint: toStart(entrypoint, stage, 'entrypoint', execute),
    command: isResetBy(entrypoint, command, chain)
      ? { kind: 'none' }
      : toStart(command, stage, 'command', execute),
    healthCheck: health === undefined ? undefined : toHealthCheck(health, execute),
    ports: chain
      .toReversed()
      .flatMap((part) =>
        collect(part, 'EXPOSE').flatMap((instruction) =>
          instruction.words.map((word) => toPort(word, expand(word, instruction, part))),
        ),
      ),
    volumes: chain
      .toReversed()
      .flatMap((part) => collect(part, 'VOLUME').flatMap((instruction) => toWords(instruction))),
    stopSignal: last('STOPSIGNAL')?.instruction,
  };
}

function collect(stage: Stage, keyword: string): readonly Instruction[] {
  return stage.instructions.filter((instruction) => instruction.keyword === keyword);
}

function findLast(
  chain: readonly Stage[],
  keyword: string,
): { instruction: Instruction; stage: Stage } | undefined {
  for (const stage of chain) {
    const instruction = stage.instructions.findLast((candidate) => candidate.keyword === keyword);
    if (instruction !== undefined) return { instruction, stage };
  }
  return undefined;
}

/** An ENTRYPOINT resets a CMD that was inherited from the base image or from a parent stage. */
function isResetBy(
  entrypoint: { instruction: Instruction; stage: Stage } | undefined,
  command: { instruction: Instruction; stage: Stage } | undefined,
  chain: readonly Stage[],
): boolean {
  if (entrypoint === undefined) return false;
  if (command === undefined) return true;
  return chain.indexOf(entrypoint.stage) < chain.indexOf(command.stage);
}

function toStart(
  found: { instruction: Instruction; stage: Stage } | undefined,
  stage: Stage,
  field: 'entrypoint' | 'command',
  execute: (instruction: Instruction, stage: Stage) => Execution,
): StartCommand {
  if (found !== undefined) {
    const execution = execute(found.instruction, found.stage);
    return { kind: 'instruction', instruction: found.instruction, execution };
  }
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return { kind: 'none' };
  if (base.kind !== 'image') return { kind: 'unknown' };
  const stated = base.stated?.[field];
  if (stated !== undefined)
    return stated.length === 0 ? { kind: 'none' } : { kind: 'base', words: stated };
  if (base.facts === undefined) return { kind: 'unknown' };
  const words = base.facts.variant[field];
  return words === undefined ? { kind: 'none' } : { kind: 'base', words };
}

function toHealthCheck(
  found: { instruction: Instruction; stage: Stage },
  execute: (instruction: Instruction, stage: Stage) => Execution,
): HealthCheck {
  const { instruction } = found;
  if (instruction.words[0]?.text.toUpperCase() === 'NONE') return { kind: 'none', instruction };
  return { kind: 'command', instruction, execution: execute(instruction, found.stage) };
}

function toPort(word: Word, value: string | undefined): ExposedPort {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?$/.exec(value ?? '');
  const first = match?.[1] === undefined ? undefined : Number(match[1]);
  return {
    word,
    first,
    last: match?.[2] === undefined ? first : Number(match[2]),
    protocol: match?.[3]?.toLowerCase() ?? 'tcp',
  };
}

function toWords(instruction: Instruction): readonly Word[] {
  return (
    instruction.json?.map((element) => ({ text: element.value, span: element.span })) ??
    instruction.words
  );
}
