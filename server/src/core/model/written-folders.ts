import { frameworkFolders } from '../data/start-programs';
import type { DockerfileModel } from './model';
import { joinPath } from './files';
import type { Instruction } from '../syntax/instruction';
import { collectInheritance, type Stage } from './stage-graph';
import { startedProgramsOf } from './started-programs';

/** A folder that the started program writes to, as far as the file says. */
export interface WrittenFolder {
  readonly path: string;
  /** True when the folder already holds files that must change hands as well. */
  readonly filled: boolean;
  /** The VOLUME that names it. */
  readonly volume: Instruction | undefined;
}

/**
 * The folders of a stage that a program without root rights must be able to write: volumes, folders that
 * are made and left empty, and those of known frameworks. Undefined when a path is not known.
 */
export function findWrittenFolders(
  model: DockerfileModel,
  stage: Stage,
): readonly WrittenFolder[] | undefined {
  const volumes = findVolumes(model, stage);
  if (volumes === undefined) return undefined;
  const found = new Map<string, WrittenFolder>();
  const all = [
    ...volumes,
    ...findEmptyFolders(model, stage),
    ...findFrameworkFolders(model, stage),
  ];
  const given = findGivenFolders(model, stage);
  for (const folder of all) {
    if (!found.has(folder.path) && !given.has(folder.path)) found.set(folder.path, folder);
  }
  const filled = [...found.values()].filter((folder) => folder.filled);
  return [...found.values()].filter(
    ({ path }) => !filled.some((folder) => path.startsWith(`${folder.path}/`)),
  );
}

/** Open to everybody. */
const sharedFolders = new Set(['/tmp', '/var/tmp', '/dev/shm', '/proc', '/sys']);

function findVolumes(model: DockerfileModel, stage: Stage): readonly WrittenFolder[] | undefined {
  const volumes: WrittenFolder[] = [];
  for (const part of collectInheritance(stage).toReversed()) {
    for (const instruction of part.instructions) {
      if (instruction.keyword !== 'VOLUME') continue;
      const words =
        instruction.json?.map(({ value, span }) => ({ text: value, span })) ?? instruction.words;
      for (const word of words) {
        const path = model.expand(word, instruction)?.replace(/(.)\/+$/, '$1');
        if (path === undefined || !/^\/[\w./-]*$/.test(path)) return undefined;
        if (!sharedFolders.has(path)) volumes.push({ path, filled: false, volume: instruction });
      }
    }
  }
  return volumes;
}

const systemFolder =
  /^\/(?:etc|usr|bin|sbin|lib|lib64|root|proc|sys|dev|boot|tmp|run|var\/(?:tmp|lib\/(?:apt|dpkg)|cache\/(?:apt|apk|yum|dnf)|run))(?:\/|$)/;

/** Folders that `mkdir` makes as root and that nothing else in the file fills. */
function findEmptyFolders(model: DockerfileModel, stage: Stage): readonly WrittenFolder[] {
  const chain = collectInheritance(stage);
  const commands = chain.flatMap((part) => model.commandsOf(part));
  const made = commands
    .filter((command) => command.name === 'mkdir')
    .filter((command) => model.userAt(command.instruction)?.privilege === 'root')
    .flatMap((command) =>
      command.words.slice(1).flatMap((word) => {
        const value = model.valueOf(word, command.instruction);
        if (value === undefined || value.startsWith('-')) return [];
        const isMoved = commands.some(
          ({ name, instruction }) => name === 'cd' && instruction === command.instruction,
        );
        if (isMoved && !value.startsWith('/')) return [];
        return joinPath(model.workdirAt(command.instruction), value) ?? [];
      }),
    );
  const used = [
    ...commands
      .filter((command) => !['mkdir', 'chmod', 'chown', 'rm'].includes(command.name ?? ''))
      .flatMap((command) => [
        ...command.words.map((word) => ({ word, command })),
        ...command.shell.redirects.flatMap(({ target }) =>
          target ? [{ word: target, command }] : [],
        ),
      ])
      .flatMap(({ word, command }) => toPath(model, word.value ?? word.text, command.instruction)),
    ...chain.flatMap((part) => model.copiesOf(part)).map((copy) => copy.target ?? '/'),
    ...chain.flatMap((part) =>
      part.instructions.flatMap((each) =>
        each.keyword === 'WORKDIR' ? (model.workdirAt(each) ?? []) : [],
      ),
    ),
    model.workdirAtEnd(stage) ?? '/',
  ];
  return made
    .filter((path) => /^\/[\w./-]+$/.test(path) && !systemFolder.test(path))
    .filter((path) => !used.some((each) => each === path || each.startsWith(`${path}/`)))
    .filter((path) => !made.some((each) => each.startsWith(`${path}/`)))
    .map((path) => ({ path, filled: false, volume: undefined }));
}

function toPath(model: DockerfileModel, text: string, instruction: Instruction): readonly string[] {
  const path = text.replace(/^-\w+=?|^--[\w-]+=/, '');
  const joined = joinPath(model.workdirAt(instruction), path);
  return joined === undefined ? [] : [joined];
}

function findFrameworkFolders(model: DockerfileModel, stage: Stage): readonly WrittenFolder[] {
  const workdir = model.workdirAtEnd(stage);
  if (workdir === undefined || workdir === '/') return [];
  const words = startedProgramsOf(model, stage).map((program) =>
    [program.name, ...program.arguments].map((word) => word.replace(/^.*\//, '')),
  );
  return frameworkFolders
    .filter(({ program, argument }) =>
      words.some((each) => {
        const index = each.indexOf(program);
        return 0 <= index && (argument === undefined || each.slice(index).includes(argument));
      }),
    )
    .flatMap(({ folders }) => folders)
    .map((folder) => ({ path: `${workdir}/${folder}`, filled: true, volume: undefined }));
}

/** Folders that the file already gives to somebody. */
function findGivenFolders(model: DockerfileModel, stage: Stage): ReadonlySet<string> {
  const commands = collectInheritance(stage).flatMap((part) => model.commandsOf(part));
  return new Set(
    commands
      .filter((command) => command.name === 'chown' || command.name === 'install')
      .flatMap((command) =>
        command.words.slice(1).flatMap((word) => {
          const value = model.valueOf(word, command.instruction);
          return value === undefined ? [] : toPath(model, value, command.instruction);
        }),
      ),
  );
}
