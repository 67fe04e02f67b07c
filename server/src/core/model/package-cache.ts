import { packageCaches, type PackageCache } from '../data/package-caches';
import { findNodeRelease } from '../project/node-package-manager';
import type { Instruction } from '../syntax/instruction';
import { findContextFolder } from './context-folder';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { hasOption } from './packages';
import type { Stage } from './stage-graph';
import { findUserHome, type Owner } from './user-home';
import { escapePattern } from '../text/escape-pattern';

/** The cache that a command fills. */
export interface FoundCache {
  readonly facts: PackageCache;
  /** Absolute paths. */
  readonly folders: readonly string[];
  /** Numbers of the user who fills it; undefined for root. */
  readonly owner: Owner | undefined;
}

/** True for a command that downloads, and may keep what it got. */
export function fillsCache({ action, manager, verb, options }: PackageOperation): boolean {
  if (!packageCaches.some(({ managers }) => managers.includes(manager.id))) return false;
  if (options.some(({ name }) => /^(?:-h|--help|--version|--dry-run)$/.test(name))) return false;
  if (action === 'install' || action === 'upgrade') return true;
  if (manager.kind === 'system') return action === 'update-index';
  if (action === 'build') return manager.id !== 'npm' && manager.id !== 'pnpm';
  return (
    action === 'run' &&
    ['maven', 'gradle', 'go', 'dotnet'].includes(manager.id) &&
    verb.words.length !== 0
  );
}

/** The cache of a command, by its manager, base image and user; a sentence when that is not known. */
export function findPackageCache(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): FoundCache | string {
  const { manager, command, unread } = operation;
  const { instruction } = command;
  const repository =
    stage.rootBase.kind === 'image' ? stage.rootBase.reference.repository : undefined;
  const facts = packageCaches.find(
    ({ managers, image }) =>
      managers.includes(manager.id) && (image === undefined || image === repository),
  );
  if (facts === undefined) return `Where ${manager.id} keeps its cache in this image is not known.`;
  if (unread.length !== 0) return 'Its options are held in a variable.';
  if (command.wrappers.some((name) => name === 'sudo' || name === 'gosu' || name === 'su-exec')) {
    return 'It runs as another user than the RUN.';
  }
  const scope = model.variables.before(stage, instruction);
  const own = command.shell.assignments.map(({ name }) => name);
  const variable = facts.variables.find(
    (name) =>
      scope.get(name) !== undefined || own.includes(name) || isExported(model, instruction, name),
  );
  if (variable !== undefined) return `${variable} may put the cache elsewhere.`;
  if (hasOption(operation, facts.elsewhere)) return 'An option puts the cache elsewhere.';
  if (manager.id === 'yarn' && !isFirstYarn(model, stage, instruction)) {
    return 'Which release of Yarn it is, and so where its cache lies, is not known.';
  }
  const home = findUserHome(model, instruction);
  if (home === undefined) return 'The home folder or the number of its user is not known.';
  const all = home.owner === undefined ? (facts.rootFolders ?? facts.folders) : facts.folders;
  // A download compiles nothing, and only the wrapper downloads Gradle itself.
  const isSingle =
    (manager.id === 'go' && operation.verb.words[0] === 'mod') ||
    (manager.id === 'gradle' && command.name !== 'gradlew');
  const folders = isSingle ? all.slice(0, 1) : all;
  return {
    facts,
    folders: folders.map((folder) => folder.replace(/^~(?=\/)/, home.path)),
    owner: home.owner,
  };
}

function isExported(model: DockerfileModel, run: Instruction, name: string): boolean {
  return new RegExp(`\\b${escapePattern(name)}=`).test(
    model.text.slice(run.span.start, run.span.end),
  );
}

function isFirstYarn(model: DockerfileModel, stage: Stage, run: Instruction): boolean {
  const workdir = model.workdirAt(run);
  const folder = workdir === undefined ? undefined : findContextFolder(model, stage, workdir);
  if (model.context !== undefined) {
    return folder !== undefined && findNodeRelease(model.context, folder, 'yarn') === 'yarn';
  }
  return !model.commandsOf(stage).some(({ name }) => name === 'corepack');
}
