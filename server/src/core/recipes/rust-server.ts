import { findRecipeImage } from '../data/recipe-images';
import type { ServiceKind } from '../data/service-clients';
import type { BaseChoices } from '../plan/choices';
import { saidIn, type Evidence, type Fact } from '../plan/evidence';
import type { Environment, PlanOutcome, Refusal, WritablePath } from '../plan/image-plan';
import { findIgnoredInputs, findIncludedFiles, readVisible } from '../plan/native-needs';
import { noteSigns } from '../plan/native-notes';
import { planProbe, probeFiles, programFolder } from '../plan/native-probe';
import {
  findDataFolders,
  nonroot,
  planNativeRuntime,
  type ShippedPath,
} from '../plan/native-runtime';
import { toLabel } from '../plan/node-packages';
import { findMention, findSecretVariables } from '../plan/port';
import {
  chooseRustProgram,
  chooseRustVersion,
  describeCrate,
  findCrateSystem,
  findRustPackage,
  type CrateSystem,
  type RustVersion,
} from '../plan/rust-program';
import {
  endsOnSignal,
  findQueries,
  findRustFiles,
  findRustServices,
  findUnknownSettings,
  readListening,
  type RustListening,
} from '../plan/rust-sources';
import { planRustBuild } from '../plan/rust-stages';
import {
  findCargoRoot,
  readCargoDetails,
  readCargoTarget,
  type CargoDetails,
} from '../project/cargo-manifest';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse, type Place } from './define-recipe';

interface RustFacts extends RustListening {
  readonly folder: string;
  /** Folder of the workspace, or of the package when it is none. */
  readonly root: string;
  readonly package: string;
  readonly program: Fact<string>;
  readonly details: CargoDetails;
  readonly version: Fact<RustVersion>;
  /** What the crates need of the system. */
  readonly system: CrateSystem;
  /** What the compiler is told. */
  readonly buildEnvironment: Environment;
  /** Settings of Cargo that were not read. */
  readonly settings: string | undefined;
  readonly shipped: readonly ShippedPath[];
  readonly writable: readonly WritablePath[];
  readonly writes: Evidence | undefined;
  readonly endsOnSignal: boolean;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
  /** Lines that the ignore file must not have. */
  readonly needed: readonly string[];
}

export default defineRecipe<RustFacts>({
  id: 'rust-server',
  title: 'Rust server',
  detect: ({ context, folder }) => {
    const found = findRustPackage(context, folder);
    if (found === undefined || found.own.programs.length === 0) return undefined;
    const says = `The package is ${found.own.name}, with a program.`;
    return [saidIn(context, below(folder, 'Cargo.toml'), /^\s*name\s*=/, says)];
  },
  needsRoot: ({ context, folder }) =>
    folder !== '' &&
    (findCargoRoot(context, folder)?.folder !== folder ||
      readCargoDetails(context, folder)?.paths.some((path) => path.startsWith('..')) === true),
  read: readRust,
  bases: ({ system, version }) => [
    ...(system.runsOnDistroless ? (['distroless', 'slim'] as const) : (['slim'] as const)),
    ...(system.build.length === 0 &&
    findRecipeImage('rust', 'alpine', version.value.tag) !== undefined
      ? (['alpine'] as const)
      : []),
  ],
  plan: planRust,
});

function readRust({ context, folder }: Place): RustFacts | Refusal {
  const found = findRustPackage(context, folder);
  if (found === undefined) return refuse(`${below(folder, 'Cargo.toml')} cannot be read.`);
  const { root, own, details } = found;
  const program = chooseRustProgram(context, found);
  if (typeof program === 'string') return refuse(program);
  const lock = below(root.folder, 'Cargo.lock');
  if (context.has(lock) === 'no') {
    return refuse(`There is no ${lock}: run "cargo generate-lockfile" and commit it.`);
  }
  if (root.crates === undefined) return refuse(`${lock} cannot be read.`);
  const folders = [root.folder, ...root.packages.map((each) => each.folder)];
  const manifests = new Set(folders.map((each) => below(each, 'Cargo.toml')));
  const system = findCrateSystem(
    root.crates,
    readVisible(context, (path) => manifests.has(path)).map(([, text]) => text),
  );
  if (typeof system === 'string') return refuse(system);
  const version = chooseRustVersion(context, root.folder, details.rustVersion);
  if (typeof version === 'string') return refuse(version);
  const target = readCargoTarget(context, root.folder) ?? readCargoTarget(context, folder);
  if (target !== undefined) {
    return refuse(`The settings of Cargo ask for programs for ${target}: leave that to the image.`);
  }
  const queries = findQueries(context, root.folder, folder);
  if (typeof queries === 'string') return refuse(queries);
  return {
    folder,
    root: root.folder,
    package: own.name,
    program,
    details,
    version,
    system,
    buildEnvironment: queries,
    settings: findUnknownSettings(context, root.folder),
    shipped: findRustFiles(context, folder, root.crates),
    writable: findDataFolders(context, folder),
    writes: findMention(
      context,
      folder,
      /\b(?:File::create|fs::(?:write|create_dir|create_dir_all|rename)|OpenOptions::new)\b|"sqlite:/,
      'The program writes files.',
    ),
    endsOnSignal: endsOnSignal(context, folder, root.crates),
    ...readListening(context, folder, root.crates),
    needed: findIgnoredInputs(context, /\.rs$/, findIncludedFiles(context)),
    services: findRustServices(details),
    secrets: findSecretVariables(context, folder, /\benv::var(?:_os)?\(\s*"([A-Z][A-Z0-9_]*)"/g),
  };
}

function planRust(facts: RustFacts, choices: BaseChoices): PlanOutcome {
  const { details, folder, system, version, shipped, writable } = facts;
  const program = facts.program.value;
  const { tag, fetchesToolchain, file } = version.value;
  const image = findRecipeImage('rust', choices.base, tag);
  if (image === undefined) {
    return refuse(`There is no image of Rust ${tag} in the family "${choices.base}".`);
  }
  const name = choices.name ?? toLabel(program);
  const port = choices.port ?? facts.port?.value;
  const live = choices.healthPath ?? facts.health?.value;
  const build = planRustBuild(
    {
      name,
      package: facts.package,
      program,
      root: facts.root,
      probe: port === undefined ? undefined : folder,
      packages: system.build,
      environment: facts.buildEnvironment,
      writable,
    },
    image,
  );
  const libraries = image.hasShell ? system.run : [];
  return {
    kind: 'plan',
    plan: {
      recipe: 'rust-server',
      name,
      ...describeCrate(details),
      stages: [build, planNativeRuntime({ image, libraries, shipped, writable })],
      runtime: {
        user: image.user ?? nonroot,
        environment: [
          ...facts.runEnvironment,
          ...(facts.readsPort === undefined || port === undefined
            ? []
            : [['PORT', String(port)] as const]),
        ],
        ...(port === undefined ? {} : { port }),
        entrypoint: [`${programFolder}/${program}`],
        command: [],
        health: planProbe(port, { live, ready: choices.readyPath }, true),
        writablePaths: writable,
        needsInit: !facts.endsOnSignal,
        resources: { cpus: 1, memory: 256, processes: 100 },
        tmpWithoutPrograms: true,
        services: facts.services,
        secretVariables: facts.secrets,
      },
      files: port === undefined ? [] : [probeFiles.rust],
      // The image is the toolchain: with the file rustup would fetch another.
      ignored: [
        below(facts.root, 'target'),
        '**/*.rs.bk',
        ...(file === undefined || fetchesToolchain ? [] : [file]),
      ],
      needed: facts.needed,
      buildSecrets: [],
      ecosystem: 'cargo',
      notes: collectNotes(facts, port),
      evidence: [
        version.evidence,
        facts.program.evidence,
        ...(facts.port === undefined ? [] : [facts.port.evidence]),
        ...(facts.health === undefined ? [] : [facts.health.evidence]),
      ],
    },
  };
}

function collectNotes(facts: RustFacts, port: number | undefined): readonly string[] {
  const { settings, version } = facts;
  return [
    ...(version.value.note === undefined ? [] : [version.value.note]),
    ...(settings === undefined
      ? []
      : [`${settings} holds for the build too: a linker that it names has to be in the image.`]),
    ...noteSigns({ ...facts, port }),
  ];
}
