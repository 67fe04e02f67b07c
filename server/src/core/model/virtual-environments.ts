import type { Instruction } from '../syntax/instruction';
import type { Command } from './commands';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A Python virtual environment that a RUN of a stage makes. */
export interface VirtualEnvironment {
  /** Absolute. */
  readonly path: string;
  readonly tool: 'venv' | 'virtualenv' | 'uv';
  /** True when its scripts find their interpreter wherever it lies. */
  readonly relocatable: boolean;
  readonly instruction: Instruction;
}

const pythonProgram = /^(?:python|pypy)(?:\d+(?:\.\d+)?)?$/;
const virtualenvOptions = new Set(['-p', '--python', '--prompt', '--app-data', '--creator']);
const uvOptions = new Set(['-p', '--python', '--prompt', '--link-mode', '--cache-dir']);

/** The environments that the RUNs of a stage make; those whose path is not known are left out. */
export function findVirtualEnvironments(
  model: DockerfileModel,
  stage: Stage,
): readonly VirtualEnvironment[] {
  return model.runsOf(stage).flatMap(({ commands, instruction }) =>
    commands.flatMap(
      (command, index) =>
        readEnvironment(
          model,
          stage,
          command,
          commands.slice(0, index).some(({ name }) => name === 'cd' || name === 'pushd'),
          instruction,
        ) ?? [],
    ),
  );
}

function readEnvironment(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
  elsewhere: boolean,
  instruction: Instruction,
): VirtualEnvironment | undefined {
  const read = readCommand(command);
  if (read === undefined) return undefined;
  const { tool, word, relocatable } = read;
  const setting = model.variables.before(stage, instruction).get('UV_PROJECT_ENVIRONMENT');
  const chosen = setting === undefined ? '.venv' : setting.value;
  const written = word === undefined ? chosen : model.valueOf(word, instruction);
  if (written === undefined || (elsewhere && !written.startsWith('/'))) return undefined;
  const path = joinPath(model.workdirAt(instruction), written);
  return path === undefined ? undefined : { path, tool, relocatable, instruction };
}

type Read = Pick<VirtualEnvironment, 'tool' | 'relocatable'> & {
  /** Undefined: the place that uv chooses. */
  readonly word: Command['words'][number] | undefined;
};

function readCommand({ name = '', words }: Command): Read | undefined {
  const texts = words.map((word) => word.value ?? word.text);
  if (pythonProgram.test(name)) {
    const at = texts.indexOf('-m');
    const tool = texts[at + 1];
    if (at < 0 || (tool !== 'venv' && tool !== 'virtualenv')) return undefined;
    return folderOf(tool, words.slice(at + 2), virtualenvOptions);
  }
  if (name === 'virtualenv') return folderOf('virtualenv', words.slice(1), virtualenvOptions);
  if (name !== 'uv') return undefined;
  const relocatable = texts.includes('--relocatable');
  if (texts[1] === 'sync') return { tool: 'uv', word: undefined, relocatable };
  if (texts[1] !== 'venv') return undefined;
  const found = folderOf('uv', words.slice(2), uvOptions);
  return { tool: 'uv', word: found?.word, relocatable };
}

/** The one folder among the arguments; undefined when there is none or more than one. */
function folderOf(
  tool: VirtualEnvironment['tool'],
  words: Command['words'],
  valueOptions: ReadonlySet<string>,
): Read | undefined {
  const folders = words.filter(
    (word, index) => !word.text.startsWith('-') && !valueOptions.has(words[index - 1]?.text ?? ''),
  );
  const [word, ...others] = folders;
  return word === undefined || others.length !== 0 ? undefined : { tool, word, relocatable: false };
}
