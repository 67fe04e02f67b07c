import type { RecipeImage } from '../data/recipe-images';
import { below } from '../project/node-package-manager';
import type { Environment, Mount, PlannedStage, Step, WritablePath } from './image-plan';
import { outputFolder, planEmptyFolders } from './native-runtime';
import { planSystemPackages } from './system-packages';
import { probeFiles } from './native-probe';

/** How a program of a Cargo project is compiled. */
export interface RustBuild {
  /** Of the image: keeps the results of projects apart. */
  readonly name: string;
  readonly package: string;
  readonly program: string;
  /** The folder of the workspace or package, where Cargo is called. */
  readonly root: string;
  /** Folder of the program for the health check; undefined: there is none. */
  readonly probe: string | undefined;
  /** Packages of the system to build with. */
  readonly packages: readonly string[];
  readonly environment: Environment;
  readonly writable: readonly WritablePath[];
}

const targetFolder = '/target';

/** Caches of Cargo in the official image: what it downloads, and what it compiled. */
export function planCargoCaches(id: string): readonly Mount[] {
  return [
    { kind: 'cache', target: '/usr/local/cargo/registry' },
    { kind: 'cache', target: '/usr/local/cargo/git/db' },
    { kind: 'cache', target: targetFolder, id, locked: true },
  ];
}

/** The sources while Cargo runs; what is written beside them is not kept. */
export function planCargoSources(root: string): Mount {
  return {
    kind: 'bind',
    source: '.',
    ...(root === '' ? {} : { target: '/src' }),
    writable: true,
  };
}

/** Cargo trusts the times of files: sources older than what the cache holds would not be compiled. */
export const touchSources = 'find /src -type f -exec touch {} +';
export const touchReason =
  'Cargo goes by the times of files, and those of a checkout may be older than the cache.';

/** Where Cargo writes, outside of the sources, whose changes are not kept. */
export const cargoTarget: readonly [string, string] = ['CARGO_TARGET_DIR', targetFolder];

/** The stage that compiles; what was compiled stays in a cache, and the program is copied out of it. */
export function planRustBuild(build: RustBuild, image: RecipeImage): PlannedStage {
  const { root, probe, packages, writable } = build;
  return {
    name: 'build',
    from: { kind: 'image', image: image.build },
    steps: [
      ...planSystemPackages(image.libc, [...new Set(packages)].sort()),
      { kind: 'workdir', path: below('/src', root).replace(/\/$/, '') },
      ...(probe === undefined ? [] : [planRustProbe(probe)]),
      ...planEmptyFolders(writable),
      { kind: 'environment', values: [cargoTarget, ...build.environment] },
      { kind: 'argument', name: 'TARGETARCH' },
      planCompile(build),
    ],
  };
}

function planRustProbe(folder: string): Step {
  const { path } = probeFiles.rust;
  return {
    kind: 'run',
    mounts: [{ kind: 'bind', source: below(folder, path), target: `/tmp/${path}` }],
    commands: [
      `mkdir -p ${outputFolder}`,
      `rustc --edition 2021 -O -C strip=symbols -o ${outputFolder}/healthcheck /tmp/${path}`,
    ],
  };
}

function planCompile({ name, root, package: own, program }: RustBuild): Step {
  return {
    kind: 'run',
    comment: touchReason,
    mounts: [planCargoSources(root), ...planCargoCaches(`${name}-target-$TARGETARCH`)],
    commands: [
      touchSources,
      `cargo build --locked --release --package ${own} --bin ${program}`,
      `install -D ${targetFolder}/release/${program} ${outputFolder}/${program}`,
    ],
  };
}
