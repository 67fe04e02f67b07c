import { parse } from 'smol-toml';
import type { BuildContext } from './build-context';
import { foldersAbove, isVisibleFile } from './install-inputs';
import { compilePattern } from './path-pattern';

/** What a `Cargo.toml` says about programs. */
export interface CargoPackage {
  /** Folder in the build context, `''` for its root. */
  readonly folder: string;
  readonly name: string;
  /** Names of its programs. */
  readonly programs: readonly string[];
  readonly defaultRun: string | undefined;
}

/** The package of a folder or the workspace of which it is the root. */
export interface CargoRoot {
  /** Folder in the build context, `''` for its root. */
  readonly folder: string;
  readonly isWorkspace: boolean;
  /** The package of the root itself, if there is one, and the members of the workspace. */
  readonly packages: readonly CargoPackage[];
  /** Names of every crate in `Cargo.lock`; undefined when there is none that was read. */
  readonly crates: readonly string[] | undefined;
}

type Table = Readonly<Record<string, unknown>>;

/**
 * The package or workspace that a folder belongs to: of the manifests from it upwards, the first with
 * `[workspace]`, else the nearest. Undefined when there is none that was read.
 */
export function findCargoRoot(context: BuildContext, folder: string): CargoRoot | undefined {
  const workspace = findWorkspace(context, folder);
  if (workspace !== undefined) return toRoot(context, workspace.folder, workspace.table);
  const nearest = [folder, ...foldersAbove(folder)].find(
    (at) => readManifest(context, at) !== undefined,
  );
  return nearest === undefined ? undefined : toRoot(context, nearest, undefined);
}

function findWorkspace(
  context: BuildContext,
  folder: string,
): { readonly folder: string; readonly table: Table } | undefined {
  for (const at of [folder, ...foldersAbove(folder)]) {
    const table = readManifest(context, at)?.['workspace'];
    if (isTable(table)) return { folder: at, table };
  }
  return undefined;
}

/** The tables of the `Cargo.toml` of a folder; none when it was not read. */
export function readCargoTables(context: BuildContext, folder: string): Table {
  return tableOf(readManifest(context, folder));
}

function toRoot(context: BuildContext, folder: string, workspace: Table | undefined): CargoRoot {
  const members = workspace === undefined ? [] : memberFolders(context, folder, workspace);
  const packages = [folder, ...members].flatMap((each) => readPackage(context, each) ?? []);
  const lock = readToml(context, join(folder, 'Cargo.lock'));
  const locked: unknown = lock?.['package'];
  const crates = Array.isArray(locked)
    ? locked.flatMap((each) =>
        isTable(each) && typeof each['name'] === 'string' ? [each['name']] : [],
      )
    : undefined;
  return { folder, isWorkspace: workspace !== undefined, packages, crates };
}

/** Source: the Cargo Book, "Workspaces": members are patterns of folders, and exclude takes some out. */
function memberFolders(context: BuildContext, folder: string, workspace: Table): readonly string[] {
  const tests = toTexts(workspace['members']).flatMap(
    (each) => compilePattern(join(folder, each.replace(/\/$/, ''))) ?? [],
  );
  const excluded = new Set(
    toTexts(workspace['exclude']).map((each) => join(folder, each.replace(/\/$/, ''))),
  );
  const folders = context.visiblePaths
    .filter((path) => /(?:^|\/)Cargo\.toml$/.test(path))
    .map((path) => path.replace(/\/?Cargo\.toml$/, ''));
  return folders.filter(
    (each) => each !== folder && !excluded.has(each) && tests.some((test) => test.test(each)),
  );
}

/** Source: the Cargo Book, "Cargo Targets": bins by name, by `src/main.rs`, and by `src/bin`. */
function readPackage(context: BuildContext, folder: string): CargoPackage | undefined {
  const table = readManifest(context, folder)?.['package'];
  const manifest = readManifest(context, folder);
  if (!isTable(table) || typeof table['name'] !== 'string') return undefined;
  const name = table['name'];
  const bins: unknown = manifest?.['bin'];
  const named = Array.isArray(bins)
    ? bins.flatMap((each) =>
        isTable(each) && typeof each['name'] === 'string' ? [each['name']] : [],
      )
    : [];
  const found = new Set(named);
  if (table['autobins'] !== false) {
    const main = join(folder, 'src/main.rs');
    if (isVisibleFile(context, main) && !hasPath(bins, 'src/main.rs')) found.add(name);
    for (const path of context.visiblePaths) {
      const prefix = join(folder, 'src/bin/');
      if (!path.startsWith(prefix)) continue;
      const bin = /^(?:([^/]+)\.rs|([^/]+)\/main\.rs)$/.exec(path.slice(prefix.length));
      const each = bin?.[1] ?? bin?.[2];
      if (each !== undefined && !hasPath(bins, `src/bin/${each}.rs`)) found.add(each);
    }
  }
  const defaultRun = table['default-run'];
  return {
    folder,
    name,
    programs: [...found],
    defaultRun: typeof defaultRun === 'string' ? defaultRun : undefined,
  };
}

/** What a `Cargo.toml` says about the package itself and about what it is built from. */
export interface CargoDetails {
  readonly description: string | undefined;
  /** SPDX expression. */
  readonly licence: string | undefined;
  readonly repository: string | undefined;
  /** The oldest Rust that builds it: `1.85`. */
  readonly rustVersion: string | undefined;
  /** Of the library: `cdylib`. */
  readonly crateTypes: readonly string[];
  /** Names of the packages it depends on, those for tests left out. */
  readonly dependencies: readonly string[];
  /** Features of those that the manifest asks for: `sqlx/postgres`. */
  readonly features: readonly string[];
  /** Folders that packages come from, as the manifest names them. */
  readonly paths: readonly string[];
}

/**
 * Details of the package of a folder; what it inherits is read from the workspace. Undefined when there is no package
 * or it cannot be read. Source: the Cargo Book, "The Manifest Format" and "Workspaces: The package table".
 */
export function readCargoDetails(context: BuildContext, folder: string): CargoDetails | undefined {
  const manifest = readManifest(context, folder);
  const table = manifest?.['package'];
  if (manifest === undefined || !isTable(table)) return undefined;
  const workspace = tableOf(findWorkspace(context, folder)?.table);
  const inherited = tableOf(workspace['package']);
  const textOf = (name: string): string | undefined => {
    const value = table[name];
    const text = isTable(value) && value['workspace'] === true ? inherited[name] : value;
    return typeof text === 'string' ? text : undefined;
  };
  const own = [tableOf(manifest['dependencies']), tableOf(manifest['build-dependencies'])];
  const shared = tableOf(workspace['dependencies']);
  const dependencies = own.flatMap(Object.entries).map(([alias, value]) => {
    const entry = tableOf(value);
    const inheritedEntry = tableOf(entry['workspace'] === true ? shared[alias] : undefined);
    const renamed = { ...inheritedEntry, ...entry }['package'];
    return {
      name: typeof renamed === 'string' ? renamed : alias,
      path: entry['path'],
      features: [...toTexts(inheritedEntry['features']), ...toTexts(entry['features'])],
    };
  });
  return {
    description: textOf('description'),
    licence: textOf('license'),
    repository: textOf('repository'),
    rustVersion: textOf('rust-version'),
    crateTypes: toTexts(tableOf(manifest['lib'])['crate-type']),
    dependencies: dependencies.map(({ name }) => name),
    features: dependencies.flatMap(({ name, features }) =>
      features.map((feature) => `${name}/${feature}`),
    ),
    paths: toTexts(dependencies.map(({ path }) => path)),
  };
}

/** What `rust-toolchain.toml` or `rust-toolchain` asks for. */
export interface RustToolchain {
  readonly path: string;
  /** `1.90.0`, `stable`, `nightly-2026-10-01`; undefined when it names none. */
  readonly channel: string | undefined;
  /** Targets to compile for besides that of the machine. */
  readonly targets: readonly string[];
}

/** The toolchain file of the root of a package or workspace. Source: the rustup book, "Overrides". */
export function readRustToolchain(
  context: BuildContext,
  folder: string,
): RustToolchain | undefined {
  for (const name of ['rust-toolchain', 'rust-toolchain.toml']) {
    const path = join(folder, name);
    const text = context.ignores(path) ? undefined : context.text(path);
    if (text === undefined) continue;
    const line = /^\s*([\w.-]+)\s*$/.exec(text)?.[1];
    const table = tableOf(readToml(context, path)?.['toolchain']);
    const channel: unknown = line ?? table['channel'];
    return {
      path,
      channel: typeof channel === 'string' ? channel : undefined,
      targets: toTexts(table['targets']),
    };
  }
  return undefined;
}

/** The target that the settings of Cargo beside the root name; undefined when they name none or were not read. */
export function readCargoTarget(context: BuildContext, folder: string): string | undefined {
  for (const name of ['.cargo/config.toml', '.cargo/config']) {
    const target = tableOf(readToml(context, join(folder, name))?.['build'])['target'];
    if (typeof target === 'string') return target;
  }
  return undefined;
}

function tableOf(value: unknown): Table {
  return isTable(value) ? value : {};
}

function hasPath(bins: unknown, path: string): boolean {
  return Array.isArray(bins) && bins.some((each) => isTable(each) && each['path'] === path);
}

function readManifest(context: BuildContext, folder: string): Table | undefined {
  return readToml(context, join(folder, 'Cargo.toml'));
}

function readToml(context: BuildContext, path: string): Table | undefined {
  return context.fact(`toml:${path}`, () => {
    const text = context.ignores(path) ? undefined : context.text(path);
    if (text === undefined) return undefined;
    try {
      return parse(text.replace(/^\uFEFF/, ''));
    } catch {
      // Not TOML: what it means is not known.
      return undefined;
    }
  });
}

function join(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
