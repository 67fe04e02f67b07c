import type { Instruction } from '../syntax/instruction';
import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { escapePattern } from '../text/escape-pattern';

/** How a RUN uses a variable. */
export interface VariableUse {
  readonly instruction: Instruction;
  /** Undefined when the shell alone reads the variable and nothing keeps its value. */
  readonly obstacle: string | undefined;
  /** True when the RUN also works without the variable: it tests it, or has a default for it. */
  readonly optional: boolean;
}

/** The RUNs among `runs` that name a variable, each with what stands against a secret mount. */
export function findVariableUses(
  model: DockerfileModel,
  runs: readonly Instruction[],
  name: string,
): readonly VariableUse[] {
  const mention = new RegExp(`(?<![\\w])${escapePattern(name)}(?![\\w])`, 'g');
  return runs.flatMap((instruction): readonly VariableUse[] => {
    const { start, end } = instruction.span;
    const places = [...model.text.slice(start, end).matchAll(mention)].map(
      (match) => start + match.index,
    );
    if (places.length === 0) return [];
    const obstacle = findObstacle(model, instruction, name, places);
    return [{ instruction, obstacle, optional: isOptional(model, instruction, name) }];
  });
}

const tests = new Set(['[', '[[', 'test']);

function isOptional(model: DockerfileModel, instruction: Instruction, name: string): boolean {
  const withDefault = new RegExp(`\\$\\{${escapePattern(name)}:?[-+]`);
  return model
    .executionOf(instruction)
    .commands.some((command) =>
      readingWords(command, name).some(
        (word) => tests.has(command.name ?? '') || withDefault.test(word.text),
      ),
    );
}

function findObstacle(
  model: DockerfileModel,
  instruction: Instruction,
  name: string,
  places: readonly number[],
): string | undefined {
  const { commands, complete } = model.executionOf(instruction);
  const readers = commands.filter((command) => readingWords(command, name).length !== 0);
  const isRead = places.every((place) =>
    readers.some((reader) =>
      readingWords(reader, name).some(({ span }) => span.start <= place && place < span.end),
    ),
  );
  if (!complete || !isRead) return 'How a RUN reads the argument is not known.';
  if (readers.some((reader) => keepsValue(reader, commands))) {
    return 'A RUN writes the value into a file, which would stay in the image.';
  }
  return undefined;
}

/** The words of a command in which the shell replaces the variable. */
function readingWords({ shell }: Command, name: string): readonly ShellWord[] {
  const words = [
    shell.program,
    ...shell.arguments,
    ...shell.assignments.map((assignment) => assignment.value),
    ...shell.redirects.map((redirect) => redirect.target),
  ];
  return words.flatMap((word) => (word?.variables.includes(name) === true ? [word] : []));
}

const keepers = new Set(['tee', 'sed', 'envsubst', 'install', 'cp']);
const keepingVerbs = new Set(['config', 'configure', 'login', 'clone', 'remote', 'auth', 'set']);

/** True when the command puts the value where it outlives the RUN: a file, or settings of a program. */
function keepsValue(reader: Command, commands: readonly Command[]): boolean {
  if (reader.name !== undefined && keepers.has(reader.name)) return true;
  if (reader.words.some((word) => keepingVerbs.has(word.text))) return true;
  const files = reader.shell.redirects.flatMap(({ operator, target }) =>
    operator.includes('>') && target !== undefined && !target.text.startsWith('/dev/')
      ? [target.text]
      : [],
  );
  const removed = new Set(
    commands.flatMap((command) =>
      command.name === 'rm' ? command.words.slice(1).map((word) => word.text) : [],
    ),
  );
  const isPiped = reader.shell.nesting.includes('pipeline');
  return files.some((file) => !removed.has(file)) || (isPiped && reader.name === 'echo');
}
