import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import { joinPath } from './files';
import type { DockerfileModel } from './model';

/** The folder that a command of a RUN runs in: WORKDIR, and each `cd` above it; undefined when not known. */
export function findCommandFolder(model: DockerfileModel, command: Command): string | undefined {
  let folder = model.workdirAt(command.instruction);
  for (const each of model.executionOf(command.instruction).commands) {
    if (command.shell.span.start <= each.shell.span.start) break;
    if (each.name === 'pushd' || each.name === 'popd') return undefined;
    if (each.name !== 'cd') continue;
    if (each.shell.nesting.length !== 0) return undefined;
    const [, word] = each.words;
    const path = word === undefined ? undefined : model.valueOf(word, each.instruction);
    folder = path === undefined ? undefined : joinPath(folder, path);
  }
  return folder;
}

/** The absolute path that a word of a command names, each `cd` of the RUN followed. */
export function findPath(
  model: DockerfileModel,
  command: Command,
  word: ShellWord,
): string | undefined {
  const value = model.valueOf(word, command.instruction);
  if (value === undefined || value === '-' || /[*?[~]/.test(value)) return undefined;
  return joinPath(findCommandFolder(model, command), value);
}
