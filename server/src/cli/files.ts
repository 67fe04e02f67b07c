import { lstatSync, readdirSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { isDockerfileName } from './dockerfile-names';
import { enterFolder, isIgnored, layersAbove, type IgnoreLayers } from './gitignore';
import { globToRegExp, isGlob, splitGlob } from '../core/service';
import { describeSystemError } from './source';

/** What a command works on, in the order found. */
export type Target =
  | { readonly kind: 'stdin' }
  /** `named` is true when the path itself is an operand, not found in a folder or by a pattern. */
  | { readonly kind: 'file'; readonly path: string; readonly named: boolean }
  | { readonly kind: 'problem'; readonly path: string; readonly message: string };

/** What the operands name, each file once. Folders without a Dockerfile are reported to `note`. */
export function findTargets(
  operands: readonly string[],
  note: (message: string) => void,
): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const operand of operands.length === 0 ? ['.'] : operands) {
    const found = [...targetsOf(operand)];
    if (found.length === 0) note(`No Dockerfile found in "${operand}".`);
    for (const target of found) {
      const key = target.kind === 'stdin' ? '-' : path.resolve(target.path);
      const earlier = targets.get(key);
      if (earlier === undefined) targets.set(key, target);
      else if (earlier.kind === 'file' && target.kind === 'file') {
        targets.set(key, { ...earlier, named: earlier.named || target.named });
      }
    }
  }
  return [...targets.values()];
}

function* targetsOf(operand: string): Iterable<Target> {
  if (operand === '-') {
    yield { kind: 'stdin' };
    return;
  }
  if (isFolder(operand)) {
    yield* dockerfilesIn(operand);
  } else if (isGlob(operand) && !exists(operand)) {
    yield* filesMatching(operand);
  } else {
    yield { kind: 'file', path: operand, named: true };
  }
}

function exists(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}

function* dockerfilesIn(folder: string): Iterable<Target> {
  for (const entry of walkNamed(folder)) {
    if (entry.kind === 'problem') yield entry;
    else if (entry.kind === 'file' && isDockerfileName(path.basename(entry.path))) {
      yield { kind: 'file', path: entry.path, named: false };
    }
  }
}

function* filesMatching(operand: string): Iterable<Target> {
  // Windows shells hand quotes on, and paths with backslashes.
  const unquoted = operand.replace(/^'(.*)'$/, '$1');
  const glob = path.sep === '\\' ? unquoted.replaceAll('\\', '/') : unquoted;
  const { folder, pattern } = splitGlob(glob.replace(/^(?:\.\/)+|\/+$/g, ''));
  const expression = globToRegExp(pattern);
  let isEmpty = true;
  for (const entry of isFolder(folder) ? walkNamed(folder) : []) {
    if (entry.kind !== 'problem' && !expression.test(relativeTo(folder, entry.path))) continue;
    if (entry.kind === 'file' && glob.endsWith('/')) continue;
    isEmpty = false;
    if (entry.kind === 'problem') yield entry;
    else if (entry.kind === 'folder') yield* dockerfilesIn(entry.path);
    else yield { kind: 'file', path: entry.path, named: false };
  }
  if (isEmpty) yield { kind: 'problem', path: operand, message: 'no file matches this pattern' };
}

function relativeTo(folder: string, file: string): string {
  if (folder === '.') return file;
  return file.slice(folder.endsWith('/') ? folder.length : folder.length + 1);
}

type Entry =
  | { readonly kind: 'file' | 'folder'; readonly path: string }
  | Extract<Target, { kind: 'problem' }>;

const skippedFolders = new Set(['.git', 'node_modules']);

function walkNamed(folder: string): Iterable<Entry> {
  return walk(folder, enterFolder(layersAbove(folder), folder));
}

/** What is in a folder and below: first its files, then its folders, each sorted by name. */
function* walk(folder: string, layers: IgnoreLayers): Iterable<Entry> {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    yield { kind: 'problem', path: folder, message: describeSystemError(error) };
    return;
  }
  const folders: string[] = [];
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const file = joinShown(folder, entry.name);
    if (isIgnored(layers, file, entry.isDirectory())) continue;
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) folders.push(file);
    } else if (entry.isFile() || (entry.isSymbolicLink() && !isFolder(file))) {
      yield { kind: 'file', path: file };
    }
  }
  for (const each of folders) {
    yield { kind: 'folder', path: each };
    yield* walk(each, enterFolder(layers, each));
  }
}

/** Paths are shown with `/` on every system, without a leading `./`. */
function joinShown(folder: string, name: string): string {
  if (folder === '.' || folder === './') return name;
  const shown = path.sep === '\\' ? folder.replaceAll('\\', '/') : folder;
  return shown.endsWith('/') ? `${shown}${name}` : `${shown}/${name}`;
}
