import type { ShellWord } from '../syntax/shell';
import type { Instruction } from '../syntax/instruction';
import { findPath } from './command-folder';
import type { Command } from './commands';
import { isCoveredBy } from './covered-path';
import { readDownloadedFile } from './downloads';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { isMounted } from './mounts';
import type { PackageOperation } from './packages';
import { findStoredSecrets } from './secret-files';
import type { Stage } from './stage-graph';

/** Something that a layer of a shipped stage brings and a RUN of a later layer takes away. */
export interface LateRemoval {
  readonly kind: 'file' | 'packages';
  readonly command: Command;
  /** The word that names it. */
  readonly word: ShellWord;
  /** What made it. */
  readonly origin: Instruction;
}

/** The removals of a stage that come a layer too late; each origin and each command is named once. */
export function findLateRemovals(model: DockerfileModel, stage: Stage): readonly LateRemoval[] {
  const secrets = new Set(
    findStoredSecrets(model).flatMap(({ removals }) => removals.map(({ command }) => command)),
  );
  const files = collectFiles(model, stage);
  const operations = model.packageOperationsOf(stage);
  return [
    ...model
      .commandsOf(stage)
      .filter((command) => command.name === 'rm' && !secrets.has(command))
      .flatMap((command) => findFileRemoval(model, command, files)),
    ...operations.flatMap((each) => findPackageRemoval(operations, each)),
  ].sort((left, right) => left.word.span.start - right.word.span.start);
}

interface MadeFile {
  readonly path: string;
  readonly origin: Instruction;
}

/** Files and folders that a COPY, an ADD or a download surely puts at a path, and that may be large. */
function collectFiles(model: DockerfileModel, stage: Stage): readonly MadeFile[] {
  const copied = model
    .copiesOf(stage)
    .flatMap((copy) =>
      placesOf(model, copy).map((path): MadeFile => ({ path, origin: copy.instruction })),
    );
  const loaded = model.commandsOf(stage).flatMap((command): readonly MadeFile[] => {
    const path = readDownloadedFile(model, command)?.path;
    const { instruction } = command;
    if (path === undefined || isMounted(model.mountsOf(instruction), path)) return [];
    return [{ path, origin: instruction }];
  });
  return [...copied, ...loaded].filter(({ path }) => !small.test(path));
}

/** Scripts, settings, keys and lists: to delete one keeps the image tidy, whatever it weighs. */
const small =
  /\.(?:sh|bash|bat|ps1|py|rb|js|mjs|cjs|ts|pl|txt|cfg|conf|ini|json|ya?ml|toml|xml|asc|gpg|key|pub|pem|crt|list|md|patch|diff|env|repo|sources|sql|lock|service|properties|sha\d*|sig)$|(?:^|[/._-])(?:scripts?|conf(?:ig)?|patches|keys|etc)$/i;

function placesOf(model: DockerfileModel, copy: CopyFacts): readonly string[] {
  const { target, sources, intoFolder, origin } = copy;
  if (target === undefined || target === '/' || origin.kind === 'unknown') return [];
  if (!intoFolder) {
    const isSmall = sources.some(({ path }) => path !== undefined && small.test(path));
    return sources.length === 1 && !isSmall ? [target] : [];
  }
  return sources.flatMap(({ kind, path }) => {
    if (kind !== 'path' || path === undefined || /[*?[]/.test(path)) return [];
    const { context } = model;
    const isFile =
      /[^/]\.\w+$/.test(path) ||
      (origin.kind === 'context' && context?.has(path) === 'yes' && !context.isFolder(path));
    return isFile ? [`${target}/${path.slice(path.lastIndexOf('/') + 1)}`] : [];
  });
}

function findFileRemoval(
  model: DockerfileModel,
  command: Command,
  files: readonly MadeFile[],
): readonly LateRemoval[] {
  for (const word of command.words.slice(1)) {
    if (word.text.startsWith('-')) continue;
    const path = findPath(model, command, word);
    if (path === undefined || path === '/') continue;
    const file = files.findLast(
      (each) =>
        isCoveredBy(each.path, path) && each.origin.span.end <= command.instruction.span.start,
    );
    if (file === undefined || isMadeAgain(model, command, path)) continue;
    return [{ kind: 'file', command, word, origin: file.origin }];
  }
  return [];
}

/** True when the RUN puts something else at the place: a default file gives way to another. */
function isMadeAgain(model: DockerfileModel, command: Command, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return model
    .executionOf(command.instruction)
    .commands.some(
      (each) =>
        each !== command &&
        command.shell.span.end <= each.shell.span.start &&
        [...each.words, ...each.shell.redirects.flatMap(({ target }) => target ?? [])].some(
          ({ text }) => text.includes(name),
        ),
    );
}

/** Packages that an install of an earlier RUN names, and this one removes. */
function findPackageRemoval(
  operations: readonly PackageOperation[],
  removal: PackageOperation,
): readonly LateRemoval[] {
  const { manager, action, command } = removal;
  if (action !== 'remove' || manager.kind !== 'system') return [];
  for (const { name, kind, word } of removal.packages) {
    if (name === undefined || kind !== 'named') continue;
    const install = operations.find(
      (each) =>
        each.action === 'install' &&
        each.manager.id.replace('-get', '') === manager.id.replace('-get', '') &&
        each.command.instruction.span.end <= command.instruction.span.start &&
        brings(each, name),
    );
    if (install === undefined) continue;
    return [{ kind: 'packages', command, word, origin: install.command.instruction }];
  }
  return [];
}

/** `apk add --virtual .build-deps gcc` brings the name of the group. */
function brings({ packages, options }: PackageOperation, name: string): boolean {
  return (
    packages.some((each) => each.name === name) ||
    options.some((each) => /^(?:-t|--virtual)$/.test(each.name) && each.value === name)
  );
}
