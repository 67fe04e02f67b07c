import type { Command } from './commands';
import { findCommandFolder } from './command-folder';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { isMounted } from './mounts';
import type { Stage } from './stage-graph';

/** A program that a RUN of a stage makes. */
export interface BuiltFile {
  /** Absolute. */
  readonly path: string;
  /** The command that builds it. */
  readonly command: Command;
  /** The command that puts it there: the same, or a `cp` or `mv` behind it. */
  readonly placedBy: Command;
}

/**
 * Adds the places that `cp`, `mv` and `install` bring built files to, and leaves out those that are moved away
 * or lie in a mount, of which the image keeps nothing.
 */
export function followBuiltFiles(
  model: DockerfileModel,
  stage: Stage,
  built: readonly BuiltFile[],
): readonly BuiltFile[] {
  let files = built.map((each) => ({ ...each }));
  for (const command of model.commandsOf(stage)) {
    if (!['cp', 'mv', 'install'].includes(command.name ?? '')) continue;
    const paths = argumentPaths(model, command);
    const target = paths.at(-1);
    if (target === undefined || paths.length < 2) continue;
    const sources = paths.slice(0, -1);
    const taken = files.filter(
      (file) =>
        sources.includes(file.path) && file.placedBy.shell.span.start < command.shell.span.start,
    );
    const isFolder = 2 < paths.length || isWrittenAsFolder(command) || knownFolders.has(target);
    const placed = taken.map((file): BuiltFile => {
      const name = file.path.slice(file.path.lastIndexOf('/') + 1);
      return {
        ...file,
        path: isFolder ? `${target === '/' ? '' : target}/${name}` : target,
        placedBy: command,
      };
    });
    if (command.name === 'mv') files = files.filter((file) => !taken.includes(file));
    files.push(...placed);
  }
  return files.filter(
    ({ path, placedBy }) => !isMounted(model.mountsOf(placedBy.instruction), path),
  );
}

const knownFolders = new Set([
  '/',
  '/bin',
  '/usr/bin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt',
  '/app',
  '/srv',
]);

function isWrittenAsFolder(command: Command): boolean {
  return /(?:^|\/)\.?\.?\/?$/.test(command.words.at(-1)?.value ?? '');
}

function argumentPaths(model: DockerfileModel, command: Command): readonly string[] {
  const folder = findCommandFolder(model, command);
  const paths: string[] = [];
  for (const [index, word] of command.words.entries()) {
    if (index === 0) continue;
    const value = model.valueOf(word, command.instruction);
    const isValue =
      command.name === 'install' && /^-[mog]$/.test(command.words[index - 1]?.text ?? '');
    if (value === undefined || value.startsWith('-') || isValue) continue;
    const path = joinPath(folder, value);
    if (path !== undefined) paths.push(path);
  }
  return paths;
}

const searchPath = '/usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin'.split(' ');

/**
 * The built file that a start command means: by its path, or by its name in a folder of PATH.
 *
 * @param more folders that the base image has in PATH besides the usual ones
 */
export function findStartedFile(
  model: DockerfileModel,
  stage: Stage,
  program: string,
  built: readonly BuiltFile[],
  more: readonly string[],
): BuiltFile | undefined {
  if (program.includes('/')) {
    const path = joinPath(model.workdirAtEnd(stage), program);
    return built.findLast((file) => file.path === path);
  }
  const folders = [...searchPathOf(stage), ...more];
  return built.findLast((file) => folders.some((folder) => file.path === `${folder}/${program}`));
}

/** The folders that ENV PATH adds, and the usual ones. */
export function searchPathOf(stage: Stage): readonly string[] {
  const written = stage.instructions
    .filter((each) => each.keyword === 'ENV')
    .flatMap((each) => each.assignments)
    .filter(({ name }) => name.text === 'PATH')
    .flatMap(({ value }) => value?.text.replace(/["']/g, '').split(':') ?? [])
    .filter((folder) => folder.startsWith('/') && !folder.includes('$'));
  return [...written.map((folder) => folder.replace(/(.)\/$/, '$1')), ...searchPath];
}
