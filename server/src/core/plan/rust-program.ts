import { compilesOwnC, findCrateNeeds } from '../data/rust-build-packages';
import { findCrateLibrary } from '../data/rust-libraries';
import type { BuildContext } from '../project/build-context';
import {
  findCargoRoot,
  readCargoDetails,
  readRustToolchain,
  type CargoDetails,
  type CargoPackage,
  type CargoRoot,
  type RustToolchain,
} from '../project/cargo-manifest';
import { below } from '../project/node-package-manager';
import { byDefault, fact, saidIn, type Fact } from './evidence';
import type { ImagePlan } from './image-plan';

/** A package of Cargo, with the root that its lock file belongs to. */
export interface RustPackage {
  readonly root: CargoRoot;
  readonly own: CargoPackage;
  readonly details: CargoDetails;
}

/** The package of a folder; undefined when there is none that was read. */
export function findRustPackage(context: BuildContext, folder: string): RustPackage | undefined {
  const root = findCargoRoot(context, folder);
  const own = root?.packages.find((each) => each.folder === folder);
  const details = readCargoDetails(context, folder);
  return root === undefined || own === undefined || details === undefined
    ? undefined
    : { root, own, details };
}

/** The program that an image is made for, or why that is not known. */
export function chooseRustProgram(
  context: BuildContext,
  { own }: RustPackage,
): Fact<string> | string {
  const file = below(own.folder, 'Cargo.toml');
  const { programs, defaultRun, name } = own;
  const [only, ...others] = programs;
  if (defaultRun !== undefined) {
    return fact(
      defaultRun,
      saidIn(context, file, /^default-run\s*=/, `"default-run" is "${defaultRun}".`),
    );
  }
  const chosen = others.length === 0 ? only : programs.find((each) => each === name);
  if (programs.length === 0) return `${file} has no program.`;
  if (chosen === undefined) {
    return `${file} has several programs (${programs.join(', ')}): name one with "default-run".`;
  }
  return fact(chosen, saidIn(context, file, /^name\s*=/, `The program is ${chosen}.`));
}

/** What the crates of a lock file need of the system. */
export interface CrateSystem {
  /** Packages of Debian to build with. */
  readonly build: readonly string[];
  /** Packages of Debian that the program loads. */
  readonly run: readonly string[];
  readonly runsOnDistroless: boolean;
}

/** Reads what the crates of a project need; a sentence when that is not known. */
export function findCrateSystem(
  names: readonly string[],
  manifests: readonly string[],
): CrateSystem | string {
  const crates = new Set(names);
  const build = new Set<string>();
  const run = new Set<string>();
  let runsOnDistroless = true;
  for (const crate of crates) {
    const needs = isSqlite(crate) ? findSqlite(crates, manifests) : findCrateNeeds(crate, crates);
    if (needs === undefined) {
      if (compilesOwnC.has(crate) || isSqlite(crate)) continue;
      const isVendored = ['openssl-sys', 'pq-sys', 'mysqlclient-sys'].includes(crate);
      const library = isVendored ? 'none' : findCrateLibrary(crate, 13);
      if (library === 'none') continue;
      return `Cargo.lock has the crate ${crate}, and which packages of the system it needs is not known.`;
    }
    for (const name of needs.build) build.add(name);
    for (const name of needs.run) run.add(name);
    if (needs.run.length !== 0 && needs.runsOnDistroless !== true) runsOnDistroless = false;
  }
  return { build: [...build].sort(), run: [...run].sort(), runsOnDistroless };
}

function isSqlite(crate: string): boolean {
  return crate === 'libsqlite3-sys';
}

/** SQLite is compiled from its source with the feature `bundled`, which SQLx asks for. */
function findSqlite(
  crates: ReadonlySet<string>,
  manifests: readonly string[],
):
  | {
      readonly build: readonly string[];
      readonly run: readonly string[];
      readonly runsOnDistroless?: boolean;
    }
  | undefined {
  if (crates.has('sqlx-sqlite') || manifests.some((text) => text.includes('bundled')))
    return undefined;
  return { build: ['libsqlite3-dev', 'pkg-config'], run: ['libsqlite3-0'] };
}

/** Which image compiles a Rust project. */
export interface RustVersion {
  /** As tags write it: `1.98`. */
  readonly tag: string;
  /** True when rustup has to fetch the toolchain that the project names. */
  readonly fetchesToolchain: boolean;
  /** The file that names a toolchain. */
  readonly file: string | undefined;
  readonly note: string | undefined;
}

/** The newest version of the official image, and the first of those on Debian 13. Source: docker-library/official-images: library/rust; checked 2026-08-21. */
const newest = 98;
const firstOnTrixie = 90;

/**
 * The version of Rust for a project: the one its toolchain file pins, else the newest. Only the newest gets fixes.
 *
 * @param oldest what `rust-version` says
 */
export function chooseRustVersion(
  context: BuildContext,
  folder: string,
  oldest: string | undefined,
): Fact<RustVersion> | string {
  const toolchain = readRustToolchain(context, folder);
  const [, minor = ''] = (oldest ?? '').split('.');
  if (oldest !== undefined && Number(minor) > newest) {
    return `"rust-version" is "${oldest}", and the newest image of Rust that is known is 1.${String(newest)}.`;
  }
  const channel = toolchain?.channel;
  if (toolchain === undefined || channel === undefined) {
    return fact(
      {
        tag: `1.${String(newest)}`,
        fetchesToolchain: false,
        file: toolchain?.path,
        note: undefined,
      },
      byDefault('The project pins no version of Rust.'),
    );
  }
  const says = `The channel is ${channel}.`;
  return fact(
    pinVersion(toolchain, channel),
    saidIn(context, toolchain.path, /channel|^\s*[\w.-]+\s*$/, says),
  );
}

function pinVersion({ path: file }: RustToolchain, channel: string): RustVersion {
  const tag = `1.${String(newest)}`;
  const pinned = Number(/^1\.(\d+)(?:\.\d+)?$/.exec(channel)?.[1] ?? Number.NaN);
  if (channel === 'stable') return { tag, fetchesToolchain: false, file, note: undefined };
  if (Number.isNaN(pinned) || pinned > newest) {
    const note = `${file} asks for ${channel}: rustup fetches it in every build that finds no cache.`;
    return { tag, fetchesToolchain: true, file, note };
  }
  if (pinned < firstOnTrixie) {
    const note = `${file} asks for Rust ${channel}, which has no image on Debian 13: Rust ${tag} builds the program.`;
    return { tag, fetchesToolchain: false, file, note };
  }
  const note =
    pinned === newest
      ? undefined
      : `${file} asks for Rust ${channel}: only the newest Rust gets fixes, so take a newer one now and then.`;
  return { tag: channel, fetchesToolchain: false, file, note };
}

/** What the manifest says for the labels of the image. */
export function describeCrate({
  description,
  licence,
  repository,
}: CargoDetails): Pick<ImagePlan, 'description' | 'source' | 'licence'> {
  return {
    ...(description === undefined ? {} : { description }),
    ...(repository?.startsWith('https://') === true ? { source: repository } : {}),
    ...(licence === undefined ? {} : { licence }),
  };
}
