import type { Command } from './commands';
import { hasOption, readPackageOperation, type PackageOperation } from './packages';
import { worksElsewhere } from './project-directory';

/** A command that installs what manifests of the project name. */
export interface DependencyInstall {
  readonly operation: PackageOperation;
  /** What COPY has to name: files, a `*` at the end for those that may be absent; folders end with `/`. */
  readonly inputs: readonly string[];
  /** Why the inputs do not suffice, or are not known: a sentence. */
  readonly obstacle: string | undefined;
  /** A command that only downloads, for a build that does so on the way. */
  readonly download: string | undefined;
}

const needsSources = 'It installs the project itself, which needs its sources.';

/** Managers whose build downloads what is missing, and why their inputs cannot be named. */
const buildingManagers: ReadonlyMap<string, string> = new Map([
  ['maven', 'Which modules and parent files Maven reads is not known from this file.'],
  ['gradle', 'Which build files Gradle reads is not known from this file.'],
  ['cargo', 'Cargo needs a source file for every target that Cargo.toml names.'],
  ['dotnet', 'Which project files the solution holds is not known from this file.'],
]);

/** Reads a command that installs dependencies of the project; undefined for every other command. */
export function readDependencyInstall(command: Command): DependencyInstall | undefined {
  const operation = readPackageOperation(command);
  if (operation === undefined || operation.global || operation.manager.kind !== 'language') {
    return undefined;
  }
  const { manager, action } = operation;
  const building = buildingManagers.get(manager.id);
  if (building !== undefined) {
    const downloads = action === 'install' ? operation.packages.length === 0 : action === 'build';
    return downloads
      ? { operation, inputs: [], obstacle: building, download: undefined }
      : undefined;
  }
  if (manager.id === 'go' && action === 'build') return readGoBuild(operation);
  if (action !== 'install') return undefined;
  const read = inputsOf(operation);
  if (read === undefined) return undefined;
  const obstacle = worksElsewhere(operation)
    ? 'It works on another folder or on a part of the project.'
    : operation.unread.length === 0
      ? read.obstacle
      : 'Its options are held in a variable.';
  return { operation, ...read, obstacle, download: undefined };
}

/** `go build` downloads the modules that it misses, unless they lie in the project. */
function readGoBuild(operation: PackageOperation): DependencyInstall | undefined {
  if (hasOption(operation, ['-mod=vendor'])) return undefined;
  const isSingle = operation.packages.some(({ word }) => word.value?.endsWith('.go') === true);
  return {
    operation,
    inputs: ['go.mod', 'go.sum*'],
    obstacle: isSingle ? 'Single files are built without go.mod, too.' : undefined,
    download: 'go mod download',
  };
}

type Inputs = Pick<DependencyInstall, 'inputs' | 'obstacle'>;

function inputsOf(operation: PackageOperation): Inputs | undefined {
  const { manager, packages, verb } = operation;
  switch (manager.id) {
    case 'npm':
    case 'pnpm':
    case 'bun':
    case 'pipenv':
    case 'bundler':
      return packages.length === 0 ? manifestsOf(operation, undefined) : undefined;
    case 'yarn':
      return packages.length === 0 ? manifestsOf(operation, yarnObstacle(operation)) : undefined;
    case 'go':
      return verb.words.join(' ') === 'mod download'
        ? { inputs: ['go.mod', 'go.sum*'], obstacle: undefined }
        : undefined;
    case 'pip':
      return requirementsOf(operation);
    case 'uv':
      if (verb.words[0] === 'pip') return requirementsOf(operation);
      return verb.words[0] === 'sync'
        ? manifestsOf(operation, unlessAsked(operation, ['--no-install-project']))
        : undefined;
    case 'poetry':
      return packages.length === 0 && verb.words[0] === 'install'
        ? manifestsOf(operation, unlessAsked(operation, ['--no-root']))
        : undefined;
    case 'composer':
      return packages.length === 0
        ? manifestsOf(operation, composerObstacle(operation))
        : undefined;
    default:
      return undefined;
  }
}

/** Required files first, then lock files, then what else may be there; folders cannot be named with them. */
function manifestsOf(operation: PackageOperation, obstacle: string | undefined): Inputs {
  const { manifests = [], lockFiles = [] } = operation.manager;
  const files = manifests.filter((name) => !name.includes('/') && /^[A-Z.]|.\./.test(name));
  const required = files.filter((name) => !name.endsWith('*'));
  const optional = files.filter((name) => name.endsWith('*') && !name.includes('/'));
  const inputs = [...required, ...lockFiles.map((name) => `${name}*`), ...optional];
  return { inputs: inputs.filter((name) => !isCovered(name, inputs)), obstacle };
}

/** `bun.lock*` brings `bun.lockb` too. */
function isCovered(name: string, all: readonly string[]): boolean {
  return all.some(
    (other) => other !== name && other.endsWith('*') && name.startsWith(other.slice(0, -1)),
  );
}

function unlessAsked(operation: PackageOperation, options: readonly string[]): string | undefined {
  return hasOption(operation, options) ? undefined : needsSources;
}

function yarnObstacle(operation: PackageOperation): string | undefined {
  const isLater = hasOption(operation, ['--immutable']) || 1 < operation.verb.words.length;
  return isLater ? 'Yarn 2 and later reads the folder .yarn, too.' : undefined;
}

function composerObstacle(operation: PackageOperation): string | undefined {
  const isPlain = ['--no-scripts', '--no-autoloader'].every((option) =>
    hasOption(operation, [option]),
  );
  return isPlain ? undefined : 'Scripts and class maps of Composer read the sources.';
}

const requirementOptions = [
  '-r',
  '--requirement',
  '--requirements',
  '-c',
  '--constraint',
  '--constraints',
];

function requirementsOf(operation: PackageOperation): Inputs | undefined {
  const { options, packages } = operation;
  const files = options.filter(({ name }) => requirementOptions.includes(name));
  const local = packages.some(({ kind }) => kind !== 'named');
  const isProject = local || hasOption(operation, ['-e', '--editable', '--group']);
  if (files.length === 0 && !isProject) return undefined;
  if (isProject) return { inputs: [], obstacle: needsSources };
  const inputs = files.map(({ value }) => (value === undefined ? undefined : inputOf(value)));
  const known = inputs.filter((input) => input !== undefined);
  const obstacle =
    known.length === inputs.length ? undefined : 'Which requirement files it reads is not known.';
  return { inputs: [...new Set(known)], obstacle };
}

/** The input as a name below the folder of the project; undefined when it lies elsewhere. */
export function toProjectInput(input: string, folder: string | undefined): string | undefined {
  if (!input.startsWith('/')) return input;
  const prefix = folder === undefined ? undefined : `${folder}/`.replace('//', '/');
  return prefix !== undefined && input.startsWith(prefix)
    ? inputOf(input.slice(prefix.length))
    : undefined;
}

/** Requirement files name each other: those of a folder, and those called alike, go together. */
function inputOf(path: string): string | undefined {
  const plain = path.replace(/^(?:\.\/)+/, '');
  if (/:\/\/|\.\.|[\s*?[\]$]/.test(plain)) return undefined;
  if (plain.startsWith('/')) return plain;
  const folder = /^[^/]+\//.exec(plain)?.[0];
  if (folder !== undefined) return folder;
  return /^requirements[-_.].+\.txt$/.test(plain) ? 'requirements*.txt' : plain;
}
