import type { Command } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import type { FoundCache } from '../model/package-cache';
import { visibleText } from '../model/package-line';
import { readPackageOperation, type PackageOperation } from '../model/packages';
import { empties } from '../model/removals';
import type { Edit } from '../text/edit';
import { removeCommand } from './remove-command';
import { deleteWord } from './words';

/** A cache and the commands of a RUN that fill it. */
export interface FilledCache {
  readonly operations: readonly PackageOperation[];
  readonly cache: FoundCache;
}

/** Takes away what contradicts the mounts: options against a cache, and commands that empty it. */
export function adaptCommand(
  model: DockerfileModel,
  command: Command,
  additions: readonly FilledCache[],
): readonly Edit[] | string {
  const execution = model.executionOf(command.instruction);
  const folders = additions.flatMap(({ cache }) => cache.folders);
  const operations = additions.flatMap((each) => each.operations);
  const operation = operations.find((each) => each.command === command);
  if (operation !== undefined) return withoutNoCache(model, operation);
  const ids = new Set(operations.map(({ manager }) => manager.id));
  const cleaner = readPackageOperation(command);
  const isRemoval = command.name === 'rm' && folders.some((folder) => empties(command, folder));
  // "apt-get clean" removes package files and leaves the index alone.
  const isCleaned =
    cleaner?.manager.kind !== 'system' || folders.some((each) => each.startsWith('/var/cache/'));
  const cleans = cleaner?.action === 'clean' && ids.has(cleaner.manager.id) && isCleaned;
  if (cleans || (isRemoval && namesOnly(command, folders))) {
    const edit = removeCommand(model, execution, command);
    return edit === undefined ? 'A command that empties the cache cannot be taken out.' : [edit];
  }
  const text = model.text.slice(command.shell.span.start, command.shell.span.end);
  const names = folders.flatMap((folder) => [
    folder,
    folder.replace(/^\/root\b|^\/home\/[^/]+/, '~'),
  ]);
  return isRemoval || names.some((name) => text.includes(name))
    ? 'A command of the RUN works on the folder of the cache.'
    : [];
}

/** True when every operand of a removal lies in the caches: `rm -rf /var/lib/apt/lists/*`. */
function namesOnly(command: Command, folders: readonly string[]): boolean {
  return command.words
    .slice(1)
    .map((word) => visibleText(word).replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/)/, '/root'))
    .filter((text) => !text.startsWith('-'))
    .every((text) => folders.some((folder) => text === folder || text.startsWith(`${folder}/`)));
}

/** Long options only: `-n` may be a part of a word. */
function withoutNoCache(
  model: DockerfileModel,
  operation: PackageOperation,
): readonly Edit[] | string {
  const names = operation.manager.noCache ?? [];
  const found = operation.options.filter(({ name }) => names.includes(name));
  if (found.some(({ word, name, value }) => word.text !== name || value !== undefined)) {
    return 'An option against the cache cannot be taken out.';
  }
  return found.map(({ word }) => deleteWord(model.text, word));
}
