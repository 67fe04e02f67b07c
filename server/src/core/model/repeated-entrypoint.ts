import type { JsonElement, Instruction } from '../syntax/instruction';
import { baseName } from './commands';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** A CMD that says again what the ENTRYPOINT of the base image starts. */
export interface RepeatedEntrypoint {
  readonly instruction: Instruction;
  /** The elements that are said twice, from the first on. */
  readonly repeated: readonly JsonElement[];
  /** True when options stand between what is repeated: leaving words out is not enough then. */
  readonly isMixed: boolean;
  /** The words of the base image. */
  readonly entrypoint: readonly string[];
}

const runtimes = /^(?:node|java|python3?)$/;

/** Finds the words of CMD that repeat the runtime of the base image's ENTRYPOINT; undefined when none do. */
export function findRepeatedEntrypoint(
  model: DockerfileModel,
  stage: Stage,
): RepeatedEntrypoint | undefined {
  const { entrypoint, command } = model.processOf(stage);
  if (entrypoint.kind !== 'base' || command.kind !== 'instruction') return undefined;
  const { words } = entrypoint;
  const { instruction } = command;
  const elements = instruction.json ?? [];
  const [first] = elements;
  if (first === undefined || !runtimes.test(baseName(words[0] ?? ''))) return undefined;
  const found = { instruction, entrypoint: words };
  if (words[1] !== undefined && first.value === words[1]) {
    return { ...found, repeated: [first], isMixed: false };
  }
  if (!isSameProgram(first.value, words[0] ?? '') || isFile(model, stage, first.value)) {
    return undefined;
  }
  const options = words.slice(1);
  const follows = options.every((word, index) => elements[index + 1]?.value === word);
  return {
    ...found,
    repeated: elements.slice(0, follows ? words.length : 1),
    isMixed: !follows,
  };
}

/** `python` is `python3` in images that start Python 3. */
function isSameProgram(word: string, program: string): boolean {
  if (word === program) return true;
  if (word.includes('/')) return baseName(word) === baseName(program) && /\/bin\/\w+$/.test(word);
  return word === baseName(program) || (word === 'python' && baseName(program) === 'python3');
}

/** A file or folder of the application that has the name of the runtime. */
function isFile(model: DockerfileModel, stage: Stage, name: string): boolean {
  const workdir = model.workdirAtEnd(stage);
  if (name.includes('/') || workdir === undefined) return false;
  return traceContextFile(model, stage, `${workdir === '/' ? '' : workdir}/${name}`) !== undefined;
}
