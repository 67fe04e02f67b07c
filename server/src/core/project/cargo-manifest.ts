import { parse } from 'smol-toml';
import type { BuildContext } from './build-context';
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
  let nearest: string | undefined;
  for (let at = folder; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
    const manifest = readManifest(context, at);
    if (manifest !== undefined) {
      nearest ??= at;
      if (isTable(manifest['workspace'])) return toRoot(context, at, manifest['workspace']);
    }
    if (at === '') break;
  }
  return nearest === undefined ? undefined : toRoot(context, nearest, undefined);
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
    if (context.has(join(folder, 'src/main.rs')) === 'yes' && !hasPath(bins, 'src/main.rs'))
      found.add(name);
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
