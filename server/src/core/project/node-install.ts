import type { BuildContext } from './build-context';
import {
  foldersAbove,
  isVisibleFile,
  isVisibleFolder,
  visibleFilesOf,
  type InputAnswer,
} from './install-inputs';
import { findScriptInputs } from './lifecycle-scripts';
import { findLocalFiles, hasMember } from './node-local-files';
import { below, type NodeRelease } from './node-package-manager';
import { readNodeWorkspace } from './node-workspace';
import { readPackageJson } from './package-json';

/** An install of packages for Node.js. */
export interface NodeInstall {
  readonly release: NodeRelease;
  /** False with `--ignore-scripts`. */
  readonly runsScripts: boolean;
}

/** What each manager reads of the folder of a project, where it is there; lock files of others may be migrated. */
const ownFiles: Readonly<Record<NodeRelease, readonly string[]>> = {
  npm: ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', '.npmrc'],
  pnpm: ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', '.pnpmfile.cjs'],
  yarn: ['yarn.lock', '.yarnrc', '.npmrc'],
  'yarn 2': ['yarn.lock', '.yarnrc.yml', 'yarn.config.cjs', 'constraints.pro'],
  bun: ['bun.lock', 'bun.lockb', 'package-lock.json', 'yarn.lock', 'bunfig.toml', '.npmrc'],
};

/** Folders below `.yarn` that an install reads: https://yarnpkg.com/getting-started/qa#which-files-should-be-gitignored */
const yarnFolders = ['releases', 'plugins', 'patches', 'versions', 'cache'];

/** What `npm ci` and its like read in a folder of the context, its workspace included. */
export function findNodeInputs(
  context: BuildContext,
  folder: string,
  install: NodeInstall,
): InputAnswer {
  const members = findMembers(context, folder, install.release);
  if (typeof members === 'string') return members;
  const settings = findSettingObstacle(context, folder, install.release);
  if (settings !== undefined) return settings;
  const packages = [folder, ...members];
  const files = packages.map((each) => below(each, 'package.json'));
  const own = visibleFilesOf(context, folder, ownFiles[install.release]);
  const folders = yarnFoldersOf(context, folder, install.release);
  const extra: string[] = [];
  for (const each of packages) {
    const read = readPackage(context, each, folder, install);
    if (typeof read === 'string') return read;
    extra.push(...read.files);
    folders.push(...read.folders);
  }
  const workspaceFile = below(folder, 'pnpm-workspace.yaml');
  if (own.includes(workspaceFile)) {
    const named = findLocalFiles(context, folder, workspaceFile);
    if (typeof named === 'string') return named;
    extra.push(...named);
  }
  const [first = '', ...others] = files;
  const isHeld = (path: string): boolean => folders.some((each) => path.startsWith(`${each}/`));
  return {
    files: [...new Set([first, ...own, ...others, ...extra.filter((each) => !isHeld(each))])],
    folders: [...new Set(folders)],
    evidence: [
      `${first}: what the install runs reads no sources.`,
      ...(members.length === 0 ? [] : [`The workspace has ${members.join(', ')}.`]),
    ],
    results: packages.map((each) => below(each, 'node_modules')),
  };
}

/** The members of the workspace that the folder is the root of, none for a package alone. */
function findMembers(
  context: BuildContext,
  folder: string,
  release: NodeRelease,
): readonly string[] | string {
  if (!isVisibleFile(context, below(folder, 'package.json'))) {
    return `The build context has no ${below(folder, 'package.json')}.`;
  }
  const outer = foldersAbove(folder).find((each) => readNodeWorkspace(context, each) !== undefined);
  if (outer !== undefined) return 'The folder may be a part of a workspace.';
  const workspace = readNodeWorkspace(context, folder);
  const isPnpm = workspace?.source.endsWith('.yaml') === true;
  if (workspace === undefined || (release === 'pnpm' && !isPnpm)) return [];
  if (release !== 'pnpm' && isPnpm) return 'The workspace belongs to pnpm.';
  if (!context.project.complete) return 'The files of the workspace are not all known.';
  const text = context.text(workspace.source) ?? '';
  const patterns = isPnpm
    ? text.split('\n').filter((line) => /^\s*-/.test(line))
    : (readPackageJson(context, folder)?.workspaces ?? []);
  return patterns.some((pattern) => /[{}()]/.test(pattern))
    ? `Which folders ${workspace.source} names is not clear.`
    : workspace.members;
}

interface PackageInputs {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** What the install reads because of one package: archives, patches, what its scripts read. */
function readPackage(
  context: BuildContext,
  member: string,
  root: string,
  { release, runsScripts }: NodeInstall,
): PackageInputs | string {
  const manifest = readPackageJson(context, member);
  const path = below(member, 'package.json');
  const text = context.text(path);
  if (manifest === undefined || text === undefined) return `${path} cannot be read.`;
  if (member !== root && hasMember(text, ['bin', 'directories'])) {
    return `${path} declares programs, which the install links from its sources.`;
  }
  const local = findLocalFiles(context, member, path);
  if (typeof local === 'string') return local;
  const isQuiet = !runsScripts || isSetInNpmrc(context, root, 'ignore-scripts');
  if (isQuiet) return { files: local, folders: [] };
  if (isVisibleFile(context, below(member, 'binding.gyp'))) {
    return `${below(member, 'binding.gyp')} has the install compile sources.`;
  }
  const folders = findScriptInputs(context, member, manifest, release);
  return typeof folders === 'string' ? folders : { files: local, folders };
}

function isSetInNpmrc(context: BuildContext, folder: string, name: string): boolean {
  const text = context.text(below(folder, '.npmrc')) ?? '';
  return new RegExp(`^\\s*${name}\\s*=\\s*true\\s*$`, 'm').test(text);
}

/** Settings that name files of the project, or change where an install puts what. */
const farReaching =
  /^\s*"?(cafile|certfile|keyfile|userconfig|globalconfig|prefix|install-links|inject-workspace-packages|injectWorkspacePackages|modules-dir|pnpmfile|global-pnpmfile|yarn-offline-mirror|httpsCaFilePath|immutablePatterns|cacheFolder)"?[\s=:]/m;

function findSettingObstacle(
  context: BuildContext,
  folder: string,
  release: NodeRelease,
): string | undefined {
  const names = ['.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml'];
  for (const path of visibleFilesOf(context, folder, names)) {
    const text = context.text(path);
    if (text === undefined) return `${path} cannot be read.`;
    const setting = farReaching.exec(text)?.[1];
    if (setting !== undefined) return `${path} sets "${setting}".`;
    const programs = [...text.matchAll(/^\s*(?:-\s*)?(?:yarnPath|yarn-path|path):?\s+(.+)$/gm)];
    const isOdd = programs.some(
      (match) => !/^["']?(?:\.\/)?\.yarn\/(?:releases|plugins)\//.test(match[1] ?? ''),
    );
    if (isOdd) return `${path} names a program of the project.`;
  }
  const outer = foldersAbove(folder).flatMap((each) => visibleFilesOf(context, each, names));
  if (outer[0] !== undefined) return `${outer[0]} above the folder may set something.`;
  const hook = below(folder, '.pnpmfile.cjs');
  if (release === 'pnpm' && isVisibleFile(context, hook) && !isSelfContained(context.text(hook))) {
    return `${hook} may read other files.`;
  }
  const isPlug = visibleFilesOf(context, folder, ['.pnp.cjs', '.pnp.js', '.pnp.loader.mjs']);
  return release === 'yarn 2' && isPlug[0] !== undefined
    ? `${isPlug[0]} is made by the install, but a part of the project.`
    : undefined;
}

function isSelfContained(text: string | undefined): boolean {
  return text !== undefined && !/\brequire\b|\bimport\b|\breadFile/.test(text);
}

function yarnFoldersOf(context: BuildContext, folder: string, release: NodeRelease): string[] {
  if (release !== 'yarn 2' && release !== 'yarn') return [];
  const names = release === 'yarn' ? ['releases'] : yarnFolders;
  return names
    .map((name) => below(folder, `.yarn/${name}`))
    .filter((each) => isVisibleFolder(context, each));
}
