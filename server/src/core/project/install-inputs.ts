import type { BuildContext } from './build-context';
import { below } from './node-package-manager';

/** What an install of dependencies reads of the build context. */
export interface InstallInputs {
  /** Files by their path in the build context, in the order in which COPY should name them. */
  readonly files: readonly string[];
  /** Folders that are needed whole. */
  readonly folders: readonly string[];
  /** What that rests on, a sentence each. */
  readonly evidence: readonly string[];
  /** Folders of the context that the install makes: a later copy must not bring those of the host. */
  readonly results: readonly string[];
}

/** The inputs, or a sentence that says why they are not known. */
export type InputAnswer = InstallInputs | string;

/** True for a file of the context that COPY can bring. */
export function isVisibleFile(context: BuildContext, path: string): boolean {
  return context.has(path) === 'yes' && !context.isFolder(path) && !context.ignores(path);
}

/** True for a folder of the context that has files COPY can bring. */
export function isVisibleFolder(context: BuildContext, folder: string): boolean {
  return context.visiblePaths.some((path) => path.startsWith(`${folder}/`));
}

/** Those of some files of a folder that COPY can bring. */
export function visibleFilesOf(
  context: BuildContext,
  folder: string,
  names: readonly string[],
): readonly string[] {
  return names.map((name) => below(folder, name)).filter((path) => isVisibleFile(context, path));
}

/** The folder of a path of the context, `''` for its root. */
export function parentFolder(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The folders above a folder of the context, nearest first, its root last. */
export function foldersAbove(folder: string): readonly string[] {
  if (folder === '') return [];
  const parts = folder.split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - 1 - index).join('/'));
}

/** A path from a folder of the context, `..` resolved; undefined when it leaves the context or is absolute. */
export function resolveBelow(folder: string, path: string): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:|[$\\]|:\/\//.test(path)) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
