import { findRecipeImage } from '../data/recipe-images';
import type { BaseChoices } from '../plan/choices';
import type { Fact } from '../plan/evidence';
import type { PlannedStage, PlanOutcome, Refusal, Step } from '../plan/image-plan';
import { findIgnoredInputs, findIncludedFiles } from '../plan/native-needs';
import { nonroot, outputFolder } from '../plan/native-runtime';
import { toLabel } from '../plan/node-packages';
import {
  chooseRustVersion,
  describeCrate,
  findRustPackage,
  type RustVersion,
} from '../plan/rust-program';
import {
  cargoTarget,
  planCargoCaches,
  planCargoSources,
  touchReason,
  touchSources,
} from '../plan/rust-stages';
import {
  findSpinFile,
  findWasmModule,
  findWasmTarget,
  readSpinSource,
  type WasmModule,
  type WasmTarget,
} from '../plan/wasm-module';
import { findCargoRoot, readCargoDetails, type CargoDetails } from '../project/cargo-manifest';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse, type Place } from './define-recipe';

interface WasmFacts {
  /** Folder of the workspace, or of the package when it is none. */
  readonly root: string;
  readonly package: string;
  readonly details: CargoDetails;
  readonly target: Fact<WasmTarget>;
  readonly module: WasmModule;
  readonly version: Fact<RustVersion>;
  /** The manifest of a Spin application, and where it looks for the module. */
  readonly spin: { readonly file: string; readonly source: Fact<string> } | undefined;
  /** Lines that the ignore file must not have. */
  readonly needed: readonly string[];
}

export default defineRecipe<WasmFacts>({
  id: 'wasm-rust',
  title: 'WebAssembly module in Rust',
  before: ['rust-server'],
  detect: ({ context, folder }) => {
    const target = findWasmTarget(context, folder);
    const found = findRustPackage(context, folder);
    if (target === undefined || found === undefined) return undefined;
    return typeof findWasmModule(context, found) === 'string' ? undefined : [target.evidence];
  },
  needsRoot: ({ context, folder }) =>
    folder !== '' &&
    (findCargoRoot(context, folder)?.folder !== folder ||
      readCargoDetails(context, folder)?.paths.some((path) => path.startsWith('..')) === true),
  read: readWasm,
  // The module is all that is shipped: there is no system below it to choose.
  bases: () => ['slim'],
  plan: planWasm,
});

function readWasm({ context, folder }: Place): WasmFacts | Refusal {
  const found = findRustPackage(context, folder);
  if (found === undefined) return refuse(`${below(folder, 'Cargo.toml')} cannot be read.`);
  const { details } = found;
  const target = findWasmTarget(context, folder);
  if (target === undefined) return refuse('No file names a target of WebAssembly.');
  const module = findWasmModule(context, found);
  if (typeof module === 'string') return refuse(module);
  const root = found.root.folder;
  const lock = below(root, 'Cargo.lock');
  if (context.has(lock) === 'no') {
    return refuse(`There is no ${lock}: run "cargo generate-lockfile" and commit it.`);
  }
  const version = chooseRustVersion(context, root, details.rustVersion);
  if (typeof version === 'string') return refuse(version);
  const file = findSpinFile(context, folder);
  const source = file === undefined ? undefined : readSpinSource(context, file);
  if (typeof source === 'string') return refuse(source);
  return {
    root,
    package: found.own.name,
    details,
    target,
    module,
    version,
    spin: file === undefined || source === undefined ? undefined : { file, source },
    needed: findIgnoredInputs(context, /\.rs$/, findIncludedFiles(context)),
  };
}

function planWasm(facts: WasmFacts, choices: BaseChoices): PlanOutcome {
  const { version, spin, module, target } = facts;
  const image = findRecipeImage('rust', choices.base, version.value.tag);
  if (image === undefined) {
    return refuse(
      `There is no image of Rust ${version.value.tag} in the family "${choices.base}".`,
    );
  }
  const name = choices.name ?? toLabel(facts.package);
  const { file, fetchesToolchain } = version.value;
  return {
    kind: 'plan',
    plan: {
      recipe: 'wasm-rust',
      name,
      platform: 'wasi/wasm',
      ...describeCrate(facts.details),
      stages: [planBuild(facts, name, image.build), planModule(facts)],
      runtime: {
        // No program of a system runs: the number is for hosts that refuse modules without one.
        user: nonroot,
        environment: [],
        entrypoint: [spin === undefined ? `/${module.file}` : '/'],
        command: [],
        health: { startPeriod: 5 },
        writablePaths: [],
        needsInit: false,
        resources: { cpus: 1, memory: 128, processes: 50 },
        tmpWithoutPrograms: true,
        services: [],
        secretVariables: [],
      },
      files: [],
      ignored: [
        below(facts.root, 'target'),
        '**/*.rs.bk',
        '.spin',
        ...(file === undefined || fetchesToolchain ? [] : [file]),
      ],
      needed: facts.needed,
      buildSecrets: [],
      ecosystem: 'cargo',
      notes: collectNotes(facts),
      evidence: [
        target.evidence,
        module.evidence,
        version.evidence,
        ...(spin === undefined ? [] : [spin.source.evidence]),
      ],
    },
  };
}

function planBuild(
  { root, package: own, module, target }: WasmFacts,
  name: string,
  image: string,
): PlannedStage {
  const { value } = target;
  const part = module.isProgram ? `--bin ${module.file.replace(/\.wasm$/, '')}` : '--lib';
  return {
    name: 'build',
    comment: 'A module is the same on every machine, so it is compiled on the one that builds.',
    from: { kind: 'image', image },
    onBuildPlatform: true,
    steps: [
      { kind: 'run', commands: [`rustup target add ${value}`] },
      { kind: 'workdir', path: root === '' ? '/src' : `/src/${root}` },
      { kind: 'environment', values: [cargoTarget] },
      { kind: 'argument', name: 'BUILDARCH' },
      {
        kind: 'run',
        comment: touchReason,
        mounts: [planCargoSources(root), ...planCargoCaches(`${name}-target-$BUILDARCH`)],
        commands: [
          touchSources,
          `cargo build --locked --release --target ${value} --package ${own} ${part}`,
          `install -D /target/${value}/release/${module.file} ${outputFolder}/${module.file}`,
        ],
      },
    ],
  };
}

/** The module alone; of a Spin application its manifest too, and the module where that looks for it. */
function planModule({ module, spin }: WasmFacts): PlannedStage {
  const from = `${outputFolder}/${module.file}`;
  const steps: readonly Step[] =
    spin === undefined
      ? [{ kind: 'copy', from: 'build', sources: [from], target: `/${module.file}` }]
      : [
          { kind: 'copy', sources: [spin.file], target: '/spin.toml' },
          { kind: 'copy', from: 'build', sources: [from], target: `/${spin.source.value}` },
        ];
  return { name: 'runtime', from: { kind: 'image', image: 'scratch' }, steps };
}

function collectNotes({ target, spin, version, module }: WasmFacts): readonly string[] {
  const hosts =
    target.value === 'wasm32-wasip1'
      ? 'wasmtime or WasmEdge'
      : 'wasmtime; WasmEdge runs modules for wasm32-wasip1 only';
  return [
    ...(version.value.note === undefined ? [] : [version.value.note]),
    'The image has no system: a user, a health check and a file system mean little, and the host grants what the module may reach.',
    ...(spin === undefined
      ? [
          `It runs on Kubernetes with a shim of runwasi (${hosts}) and a RuntimeClass for it, or without a container by "wasmtime run ${module.file}".`,
          'Wasm workloads of Docker Desktop are no longer maintained, so "docker run" with such a runtime is an experiment.',
        ]
      : [
          'It runs on Kubernetes with the shim of Spin and a RuntimeClass for it; "spin registry push" and a SpinApp of SpinKube are the usual way.',
          'What the application may call stands in spin.toml: "allowed_outbound_hosts" of each component.',
        ]),
  ];
}
