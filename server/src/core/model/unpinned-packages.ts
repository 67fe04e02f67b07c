import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import { hasOption, type PackageArgument, type PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';

/** Verbs that name what to build or to repair, not what to install. */
const otherVerbs =
  /^(?:build-dep|builddep|satisfy|fix|verify|ve|source-install|si|install-new-recommends|inr|localinstall|reinstall)$/;
const dry = ['-s', '--simulate', '--dry-run', '--print-uris', '--just-print', '--no-act', '-D'];

/**
 * The packages of an install with the manager of an operating system whose version nothing names. Local files,
 * addresses, groups and variables are left out; a release (`curl/trixie-backports`) counts as a version.
 */
export function findUnpinnedSystemPackages(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): readonly PackageArgument[] {
  const { manager, action, verbWord, packages } = operation;
  if (manager.kind !== 'system' || action !== 'install') return [];
  if (otherVerbs.test(verbWord.value ?? '') || hasOption(operation, dry)) return [];
  if (isSnapshot(model, stage, operation)) return [];
  return packages.filter(
    ({ kind, name, version, word }) =>
      kind === 'named' &&
      name !== undefined &&
      version === undefined &&
      /^[A-Za-z0-9]/.test(name) &&
      !/^["']?!|[(*]|[:-]$/.test(word.text),
  );
}

/** True when the packages come from a dated archive, or a file of preferences may name versions. */
function isSnapshot(model: DockerfileModel, stage: Stage, operation: PackageOperation): boolean {
  const isApt = operation.manager.id.startsWith('apt');
  if (isApt && hasOption(operation, ['-S', '--snapshot'])) return true;
  const { end } = operation.command.shell.span;
  return collectInheritance(stage).some((part) => {
    const sign = firstSnapshot(model, part);
    return part === stage ? sign < end : sign < Infinity;
  });
}

const snapshot =
  /snapshot\.(?:debian|ubuntu)\.|APT::Snapshot|\/etc\/apt\/preferences|apt\/snapshot/i;

/** The offset of the first sign of a dated archive in a stage; infinite when there is none. */
const firstSnapshot = memoize((model, stage: Stage): number => {
  for (const { span } of stage.instructions) {
    const index = model.text.slice(span.start, span.end).search(snapshot);
    if (0 <= index) return span.start + index;
  }
  return Infinity;
});

/** Programs that install packages and are brought up to date on purpose. */
const installers = new Set(['pip', 'setuptools', 'wheel']);

/** Options of pip and uv with which something else says the versions, or nothing is loaded from an index. */
const constrained = [
  ...['-c', '--constraint', '--constraints', '--require-hashes', '--no-index', '--dry-run'],
  ...['--override', '--overrides', '--exclude-newer', '--uploaded-prior-to'],
];

/** Whose versions are meant; undefined for managers whose lock file says them. */
export type ApplicationPackages = 'python' | 'javascript' | 'ruby' | 'go' | 'rust';

const ecosystems: ReadonlyMap<string, ApplicationPackages> = new Map([
  ['pip', 'python'],
  ['uv', 'python'],
  ['npm', 'javascript'],
  ['pnpm', 'javascript'],
  ['yarn', 'javascript'],
  ['bun', 'javascript'],
  ['gem', 'ruby'],
  ['go', 'go'],
  ['cargo', 'rust'],
]);

/** Packages of one install that no version is named for. */
export interface UnpinnedPackages {
  readonly ecosystem: ApplicationPackages;
  readonly packages: readonly PackageArgument[];
}

/** The packages of an install with the manager of a language whose version nothing names. */
export function findUnpinnedApplicationPackages(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): UnpinnedPackages | undefined {
  const ecosystem = ecosystems.get(operation.manager.id);
  if (ecosystem === undefined || operation.action !== 'install') return undefined;
  if (!namesVersions(model, stage, operation, ecosystem)) return undefined;
  const packages = operation.packages
    .filter(({ kind, name }) => kind === 'named' && name !== undefined)
    .filter((each) => isUnpinned(each, ecosystem));
  const branches = ecosystem === 'python' ? operation.packages.flatMap(readBranch) : [];
  const all = [...packages, ...branches];
  return all.length === 0 ? undefined : { ecosystem, packages: all };
}

/** `git+https://host/path` takes whatever the default branch has; `…@v1` says what. */
function readBranch(each: PackageArgument): readonly PackageArgument[] {
  const { word, version } = each;
  const isBranch = /^["']?git\+\w+:\/\/[^\s@$#]+["']?$/.test(word.text) && version === undefined;
  return isBranch ? [{ ...each, name: word.value ?? word.text }] : [];
}

/** False for verbs that write a lock file, and where something else says the versions. */
function namesVersions(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
  ecosystem: ApplicationPackages,
): boolean {
  const { manager, verb, global, unread, command } = operation;
  const words = verb.words.join(' ');
  if (0 < unread.length) return false;
  switch (ecosystem) {
    case 'python': {
      const isInstall = /^(?:install|pip install|tool install)$/.test(words);
      if (!isInstall || hasOption(operation, constrained)) return false;
      if (hasConstraintVariable(model, stage, operation)) return false;
      return !command.shell.assignments.some(({ name }) => name.includes('CONSTRAINT'));
    }
    case 'javascript':
      // Yarn, pnpm and Bun write what they took into the lock file of the project.
      return manager.id === 'npm' || global;
    case 'ruby':
      return (
        !hasOption(operation, ['--local', '-l', '-g', '--file']) && !hasVersionOption(operation)
      );
    case 'go':
      return words === 'install' || words === 'get';
    case 'rust':
      return (
        global &&
        !hasOption(operation, ['--path', '--git', '--list']) &&
        !hasVersionOption(operation)
      );
  }
}

/** `--version 1.2`, also where a variable holds it. */
function hasVersionOption({ manager, options }: PackageOperation): boolean {
  const version = options.find(({ name }) => manager.versionOptions?.includes(name) === true);
  return version !== undefined && (version.value === undefined || !/^>=?\s*\d/.test(version.value));
}

function hasConstraintVariable(
  model: DockerfileModel,
  stage: Stage,
  { command }: PackageOperation,
): boolean {
  return model.variables
    .before(stage, command.instruction)
    .all()
    .some(({ name }) =>
      /^(?:PIP|UV)_(?:BUILD_)?(?:CONSTRAINTS?|NO_INDEX|EXCLUDE_NEWER)$/.test(name),
    );
}

/** A bare name, a tag that moves, or nothing but a lower bound. */
function isUnpinned(
  { name, version, word }: PackageArgument,
  ecosystem: ApplicationPackages,
): boolean {
  switch (ecosystem) {
    case 'python':
      if (version === undefined) return !installers.has(name ?? '') && !/[$*]/.test(word.text);
      return /^(?:>=?|!=)[^,]*$/.test(version) || version === 'latest';
    case 'javascript':
      if (version === undefined) return !word.text.includes('$');
      return /^(?:latest|next|lts|canary|nightly|beta|alpha|stable|rc|dev|\*)$/.test(version);
    case 'ruby':
    case 'rust':
      return version === undefined ? !word.text.includes('$') : /^(?:>=?\s*\d|\*$)/.test(version);
    case 'go':
      // Without a version Go takes the one of go.mod.
      return version !== undefined && /^(?:latest|upgrade|patch|main|master|HEAD)$/.test(version);
  }
}
