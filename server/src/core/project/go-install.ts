import type { BuildContext } from './build-context';
import { findGoModule, type GoModule } from './go-module';
import {
  foldersAbove,
  isVisibleFile,
  resolveBelow,
  visibleFilesOf,
  type InputAnswer,
} from './install-inputs';
import { below } from './node-package-manager';

/**
 * What `go mod download` reads in a folder of the context: the module or workspace it belongs to, and modules that
 * are replaced by folders.
 * Sources: https://go.dev/ref/mod#workspaces and https://go.dev/ref/mod#go-mod-file-replace
 */
export function findGoInputs(context: BuildContext, folder: string): InputAnswer {
  const work = findWorkspace(context, folder);
  if (work !== undefined) return findWorkspaceInputs(context, work);
  const module = findGoModule(context, folder);
  if (module === undefined) return 'The build context has no go.mod.';
  const files = collectModule(context, module.folder, true);
  if (typeof files === 'string') return files;
  const evidence = `${below(module.folder, 'go.mod')}: the module is ${module.path}.`;
  return { files, folders: [], evidence: [evidence], results: [] };
}

/** True when a build in the folder is known to download nothing: modules lie in the project, or there are none. */
export function needsNoDownload(context: BuildContext, folder: string): boolean {
  const work = findWorkspace(context, folder);
  const own = findGoModule(context, folder)?.folder;
  const root = work ?? own;
  // Without modules Go builds what lies below GOPATH, or nothing.
  if (root === undefined) return context.project.complete;
  if (isVisibleFile(context, below(root, 'vendor/modules.txt'))) return true;
  const modules = work === undefined ? [findGoModule(context, root)] : findMembers(context, work);
  const members = new Set(modules.map((each) => each?.path));
  return (
    0 < modules.length &&
    modules.every((each) => each?.requires.every((path) => members.has(path)) === true)
  );
}

/**
 * A requirement of a member of a workspace that another member fulfils: `go mod download` asks for it all the same,
 * and fails where it was never published (tried with Go 1.26).
 */
export function findMemberRequirement(context: BuildContext, work: string): string | undefined {
  const modules = findMembers(context, work);
  const members = new Set(modules.map((each) => each?.path));
  return modules.flatMap((each) => each?.requires ?? []).find((path) => members.has(path));
}

/** The folder of the workspace that a module is a member of; undefined when it is built by itself. */
export function findGoWorkspace(context: BuildContext, module: string): string | undefined {
  const work = findWorkspace(context, module);
  return work !== undefined && usedFolders(context, work)?.includes(module) === true
    ? work
    : undefined;
}

/** Folders outside of a module that replace modules it requires, as `go.mod` names them. */
export function findOuterReplacements(context: BuildContext, module: string): readonly string[] {
  const text = context.text(below(module, 'go.mod')) ?? '';
  return localReplacements(text).filter((each) => /^\.\.(?:\/|$)/.test(each));
}

/** The folder of the `go.work` that holds for a folder. */
function findWorkspace(context: BuildContext, folder: string): string | undefined {
  return [folder, ...foldersAbove(folder)].find((at) =>
    isVisibleFile(context, below(at, 'go.work')),
  );
}

function findWorkspaceInputs(context: BuildContext, folder: string): InputAnswer {
  const path = below(folder, 'go.work');
  const text = context.text(path);
  const folders = usedFolders(context, folder);
  if (text === undefined || folders === undefined) return `${path} cannot be read.`;
  if (localReplacements(text).length !== 0) {
    return `${path} replaces modules by folders.`;
  }
  const files = [path, ...visibleFilesOf(context, folder, ['go.work.sum'])];
  for (const each of folders) {
    const read = collectModule(context, each, false);
    if (typeof read === 'string') return read;
    files.push(...read);
  }
  const evidence = `${path}: the workspace has ${folders.map((each) => each || '.').join(', ')}.`;
  return { files: [...new Set(files)], folders: [], evidence: [evidence], results: [] };
}

/** The modules of a workspace, undefined for one that is not there or was not read; none of one that was not read. */
function findMembers(context: BuildContext, work: string): readonly (GoModule | undefined)[] {
  return (usedFolders(context, work) ?? []).map((each) => findGoModule(context, each));
}

function usedFolders(context: BuildContext, folder: string): readonly string[] | undefined {
  const text = context.text(below(folder, 'go.work'));
  if (text === undefined) return undefined;
  const folders = readDirectives(text, 'use').map((each) => resolveBelow(folder, unquote(each)));
  return folders.includes(undefined) ? undefined : folders.filter((each) => each !== undefined);
}

/** `go.mod` and `go.sum` of a module, and those of the folders that replace others. */
function collectModule(
  context: BuildContext,
  folder: string,
  needsSum: boolean,
): readonly string[] | string {
  const path = below(folder, 'go.mod');
  const text = isVisibleFile(context, path) ? context.text(path) : undefined;
  if (text === undefined) return `${path} cannot be read.`;
  const sum = visibleFilesOf(context, folder, ['go.sum']);
  const replacements = localReplacements(text);
  const requires = findGoModule(context, folder)?.requires.length ?? 0;
  if (needsSum && replacements.length < requires && sum.length === 0) {
    return `The build context has no ${below(folder, 'go.sum')}.`;
  }
  const files = [path, ...sum];
  for (const each of replacements) {
    const other = resolveBelow(folder, each);
    const manifest = other === undefined ? undefined : below(other, 'go.mod');
    if (manifest === undefined || !isVisibleFile(context, manifest)) {
      return `${path} replaces a module by "${each}", which has no go.mod in the build context.`;
    }
    files.push(manifest);
  }
  return files;
}

/** The folders behind `=>`. */
function localReplacements(text: string): readonly string[] {
  return readDirectives(text, 'replace')
    .map((each) => unquote(each.replace(/^.*=>\s*/, '').replace(/\s.*$/s, '')))
    .filter((each) => /^\.{0,2}\//.test(each) || each === '.' || each === '..');
}

/** The arguments of a directive, alone or in a block. */
function readDirectives(text: string, name: string): readonly string[] {
  const found: string[] = [];
  let block = '';
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const line = raw.replace(/\/\/.*$/, '').trim();
    const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    if (line === '') continue;
    if (block !== '') {
      if (line === ')') block = '';
      else if (block === name) found.push(line);
    } else if (rest === '(') block = word;
    else if (word === name) found.push(rest);
  }
  return found;
}

function unquote(text: string): string {
  return text.replace(/^["`]|["`]$/g, '');
}
