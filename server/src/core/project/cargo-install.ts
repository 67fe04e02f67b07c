import type { BuildContext } from './build-context';
import { findCargoRoot, readCargoTables, type CargoPackage } from './cargo-manifest';
import { isVisibleFile, isVisibleFolder, resolveBelow, visibleFilesOf } from './install-inputs';
import type { InstallInputs } from './install-inputs';
import { below } from './node-package-manager';

/** What a build of the dependencies alone needs, with placeholders for the sources. */
export interface CargoInputs extends InstallInputs {
  /** Source files of programs. */
  readonly programs: readonly string[];
  /** Source files of libraries. */
  readonly libraries: readonly string[];
}

type Table = Readonly<Record<string, unknown>>;

/**
 * What Cargo reads in the folder of a package or workspace before it compiles it. Undefined paths of sources are the
 * default ones of the Cargo Book, "Package Layout".
 *
 * @returns a sentence when a placeholder could not stand for a source file
 */
export function findCargoInputs(context: BuildContext, folder: string): CargoInputs | string {
  const root = findCargoRoot(context, folder);
  if (root?.folder !== folder) return 'The folder holds no root of a package or workspace.';
  if (!context.project.complete) return 'The files of the workspace are not all known.';
  if (isVisibleFolder(context, below(folder, '.cargo'))) {
    return `${below(folder, '.cargo')} may name folders of the project.`;
  }
  const manifests = [...new Set([folder, ...root.packages.map((each) => each.folder)])];
  const known = new Set(root.packages.map((each) => each.folder));
  for (const each of manifests) {
    const obstacle = findObstacle(context, each, known);
    if (obstacle !== undefined) return obstacle;
  }
  const targets = root.packages.map((each) => targetsOf(context, each));
  const empty = root.packages.find((_, index) => {
    const { [index]: { programs, libraries } = noTargets } = targets;
    return programs.length + libraries.length === 0;
  });
  if (empty !== undefined)
    return `${below(empty.folder, 'Cargo.toml')} has no source at its place.`;
  const own = ['Cargo.lock', 'rust-toolchain.toml', 'rust-toolchain'];
  const [first = '', ...others] = manifests.map((each) => below(each, 'Cargo.toml'));
  return {
    files: [first, ...visibleFilesOf(context, folder, own), ...others],
    folders: [],
    evidence: [`${first}: every source has a placeholder while the dependencies are built.`],
    results: [below(folder, 'target')],
    programs: targets.flatMap(({ programs }) => programs),
    libraries: targets.flatMap(({ libraries }) => libraries),
  };
}

function findObstacle(
  context: BuildContext,
  folder: string,
  known: ReadonlySet<string>,
): string | undefined {
  const path = below(folder, 'Cargo.toml');
  const table = readCargoTables(context, folder);
  const manifest = isTable(table['package']) ? table['package'] : {};
  if (manifest['build'] !== undefined || isVisibleFile(context, below(folder, 'build.rs'))) {
    return `${path}: a build script reads the sources.`;
  }
  const odd = sourcesOf(folder, table).find(
    (each) => each === undefined || !isVisibleFile(context, each) || !each.endsWith('.rs'),
  );
  if (odd !== undefined || sourcesOf(folder, table).includes(undefined)) {
    return `${path} names a source that is not in the build context.`;
  }
  const others = ['example', 'test', 'bench'].find((name) => table[name] !== undefined);
  if (others !== undefined) return `${path} has [[${others}]] tables, whose sources must be there.`;
  if (JSON.stringify(table['lints'] ?? {}).includes('missing_docs')) {
    return `${path} has lints that a placeholder would not pass.`;
  }
  const { lib: _lib, bin: _bin, ...rest } = table;
  const local = collectPaths(rest).find((each) => {
    const target = resolveBelow(folder, each);
    return target === undefined || !known.has(target);
  });
  return local === undefined ? undefined : `${path} names the folder "${local}".`;
}

/** The source files that the tables of targets name. */
function sourcesOf(folder: string, table: Table): readonly (string | undefined)[] {
  return [table['lib'], table['bin']]
    .flat()
    .filter(isTable)
    .flatMap(({ path }) => (typeof path === 'string' ? [resolveBelow(folder, path)] : []));
}

/** Values of `path` in the tables of dependencies and patches, at any depth. */
function collectPaths(table: Table): readonly string[] {
  return Object.entries(table).flatMap(([key, value]) => {
    if (key === 'path' && typeof value === 'string') return [value];
    return isTable(value) ? collectPaths(value) : [];
  });
}

interface Targets {
  readonly programs: readonly string[];
  readonly libraries: readonly string[];
}

const noTargets: Targets = { programs: [], libraries: [] };

function targetsOf(context: BuildContext, { folder }: CargoPackage): Targets {
  const prefix = below(folder, 'src/');
  const names = context.visiblePaths
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length));
  const programs = names.filter((name) =>
    /^(?:main\.rs|bin\/(?:[^/]+\.rs|[^/]+\/main\.rs))$/.test(name),
  );
  const libraries = names.filter((name) => name === 'lib.rs');
  const toPath = (name: string): string => `${prefix}${name}`;
  const table = readCargoTables(context, folder);
  const isKnown = (path: string | undefined): path is string => path !== undefined;
  const ownLibraries = sourcesOf(folder, { lib: table['lib'] }).filter(isKnown);
  const ownPrograms = sourcesOf(folder, { bin: table['bin'] }).filter(isKnown);
  const all = new Set([...libraries.map(toPath), ...ownLibraries]);
  return {
    libraries: [...all],
    programs: [...new Set([...programs.map(toPath), ...ownPrograms])].filter(
      (path) => !all.has(path),
    ),
  };
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
