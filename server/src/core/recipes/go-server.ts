import { findRecipeImage } from '../data/recipe-images';
import { findServices, type ServiceKind } from '../data/service-clients';
import type { BaseChoices } from '../plan/choices';
import {
  byDefault,
  describeEvidence,
  fact,
  saidIn,
  type Evidence,
  type Fact,
} from '../plan/evidence';
import { findCgo } from '../plan/go-cgo';
import { findGoEmbeds, findGoNeeds } from '../plan/go-embeds';
import { findGoProgram, findGoPrograms, importPathOf } from '../plan/go-programs';
import { findGoFiles, readGoSigns, type GoSigns } from '../plan/go-sources';
import { planGoBuild, type GoBuild } from '../plan/go-stages';
import type { PlanOutcome, Refusal, WritablePath } from '../plan/image-plan';
import { noteSigns } from '../plan/native-notes';
import { planProbe, probeFiles, programFolder } from '../plan/native-probe';
import {
  findDataFolders,
  nonroot,
  planNativeRuntime,
  type ShippedPath,
} from '../plan/native-runtime';
import { toLabel } from '../plan/node-packages';
import { findSecretVariables } from '../plan/port';
import { chooseCycle } from '../plan/supported-version';
import type { BuildContext } from '../project/build-context';
import {
  findGoInputs,
  findGoWorkspace,
  findMemberRequirement,
  findOuterReplacements,
  needsNoDownload,
} from '../project/go-install';
import {
  findGoModule,
  findGoModules,
  programName,
  readGoVersions,
  type GoModule,
} from '../project/go-module';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse, type Place } from './define-recipe';

interface GoFacts extends GoSigns {
  /** The folder beside whose files the Dockerfile is. */
  readonly place: string;
  readonly module: GoModule;
  /** Folder of the package that is built. */
  readonly program: Fact<string>;
  /** The name that the compiler gives the program. */
  readonly name: string;
  /** The versions of Go that build it, as npm writes ranges. */
  readonly range: Fact<string>;
  /** Folder of `go.work`, where the module is a member of a workspace. */
  readonly workspace: string | undefined;
  /** What a download reads, nothing where modules lie in the project; or why it waits for the sources. */
  readonly downloads: readonly string[] | { readonly reason: string };
  readonly usesModules: boolean;
  /** Where the program is linked against C; undefined when it is not. */
  readonly cgo: Evidence | undefined;
  readonly setsVersion: boolean;
  readonly shipped: readonly ShippedPath[];
  readonly writable: readonly WritablePath[];
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
  /** Lines that the ignore file must not have. */
  readonly needed: readonly string[];
}

export default defineRecipe<GoFacts>({
  id: 'go-server',
  title: 'Go server',
  detect: ({ context, folder }) => {
    const module = findGoModule(context, folder);
    if (module === undefined) return undefined;
    const file = below(module.folder, 'go.mod');
    const evidence = saidIn(context, file, /^module\s/, `The module is ${module.path}.`);
    const programs = findGoPrograms(context, module.folder);
    if (module.folder === folder) return programs.length === 0 ? undefined : [evidence];
    const own = programs.find((program) => program.folder === folder);
    if (own === undefined || programs.length === 1) return undefined;
    return [evidence, { file: own.file, says: 'The file has a function main.' }];
  },
  needsRoot: ({ context, folder }) => {
    const module = findGoModule(context, folder)?.folder;
    if (folder === '' || module === undefined) return false;
    return (
      module !== folder ||
      ![undefined, folder].includes(findGoWorkspace(context, module)) ||
      findOuterReplacements(context, module).length !== 0
    );
  },
  read: readGo,
  bases: ({ cgo }) =>
    cgo === undefined
      ? ['distroless', 'slim', 'alpine', 'dhi', 'chainguard']
      : ['distroless', 'slim'],
  plan: planGo,
});

function readGo({ context, folder }: Place): GoFacts | Refusal {
  const module = findGoModule(context, folder);
  if (module === undefined) return refuse(`${below(folder, 'go.mod')} cannot be read.`);
  const found = findGoProgram(context, folder, module);
  if (typeof found === 'string') return refuse(found);
  const program = fact(found.value.folder, found.evidence);
  const workspace = findGoWorkspace(context, module.folder);
  const members = findGoModules(context)
    .map((each) => each.folder)
    .filter((each) => workspace !== undefined && findGoWorkspace(context, each) === workspace);
  const cgo = findCgo(context, [module.folder, ...members]);
  if (cgo.kind === 'unknown') return refuse(cgo.reason);
  const embeds = findGoEmbeds(context, module.folder);
  if (embeds.missing !== undefined) {
    return refuse(`${describeEvidence(embeds.missing)} Build it first, or commit it.`);
  }
  const vendored = needsNoDownload(context, module.folder);
  const downloads = vendored ? [] : findDownloads(context, module, workspace);
  if (typeof downloads === 'string') return refuse(downloads);
  return {
    place: folder,
    module,
    program,
    name: programName(importPathOf(module, program.value)),
    range: findRange(context, module, workspace),
    workspace,
    downloads,
    usesModules: !vendored,
    cgo: cgo.kind === 'needed' ? cgo.evidence : undefined,
    setsVersion: /^(?:var\s+|\s+)version\s*(?:string\s*)?=\s*"/m.test(found.value.text),
    shipped: findGoFiles(context, module.folder, embeds.files),
    writable: findDataFolders(context, module.folder),
    ...readGoSigns(context, module.folder, program.value),
    services: findServices('go', module.requires),
    secrets: findSecretVariables(
      context,
      module.folder,
      /\bos\.(?:Getenv|LookupEnv)\("([A-Z][A-Z0-9_]*)"\)/g,
    ),
    needed: findGoNeeds(context, embeds),
  };
}

/** What "go mod download" reads, or a sentence that says why there would be no build. */
function findDownloads(
  context: BuildContext,
  module: GoModule,
  workspace: string | undefined,
): GoFacts['downloads'] | string {
  const inputs = findGoInputs(context, module.folder);
  if (typeof inputs === 'string') {
    return /has no .*go\.(?:sum|mod)/.test(inputs)
      ? `${inputs} Run "go mod tidy" and commit what it writes.`
      : { reason: inputs };
  }
  const member = workspace === undefined ? undefined : findMemberRequirement(context, workspace);
  return member === undefined
    ? inputs.files
    : { reason: `${member}, which a module requires, is a member of the workspace.` };
}

/** Every version of Go builds what an older one does; the newest of those that are named counts. */
function findRange(
  context: BuildContext,
  module: GoModule,
  workspace: string | undefined,
): Fact<string> {
  const files = [
    below(module.folder, 'go.mod'),
    ...(workspace === undefined ? [] : [below(workspace, 'go.work')]),
  ];
  const versions = files.flatMap((file) => {
    const { go, toolchain } = readGoVersions(context, file);
    const version = toolchain ?? go;
    return version === undefined ? [] : [{ file, version }];
  });
  const [first] = versions;
  if (first === undefined) return fact('*', byDefault('The project names no version of Go.'));
  const range = versions.map(({ version }) => `>=${version}`).join(' ');
  const says = `Go ${first.version} or later builds it.`;
  return fact(
    range,
    saidIn(context, first.file, new RegExp(`^(?:go |toolchain go)${first.version}`), says),
  );
}

function planGo(facts: GoFacts, choices: BaseChoices): PlanOutcome {
  const { module, program, name, cgo, place } = facts;
  const cycle = chooseCycle('go', facts.range.value, choices.today);
  if (cycle === undefined) {
    return refuse(`Which Go "${facts.range.value}" allows is not known.`);
  }
  const image = findRecipeImage(cgo === undefined ? 'go' : 'go-cgo', choices.base, cycle.cycle);
  if (image === undefined) {
    return refuse(`There is no image of Go ${cycle.cycle} in the family "${choices.base}".`);
  }
  const port = choices.port ?? facts.port?.value;
  const live = choices.healthPath ?? facts.health?.value;
  const build: GoBuild = {
    folder: facts.workspace ?? module.folder,
    packages: [program.value, ...(port === undefined ? [] : [below(place, 'healthcheck')])],
    downloads: 'reason' in facts.downloads ? [] : facts.downloads,
    usesModules: facts.usesModules,
    cgo: cgo !== undefined,
    setsVersion: facts.setsVersion,
    writable: facts.writable,
  };
  const { shipped, writable } = facts;
  return {
    kind: 'plan',
    plan: {
      recipe: 'go-server',
      name: choices.name ?? toLabel(name),
      ...findSource(module),
      stages: [
        planGoBuild(build, image),
        planNativeRuntime({ image, libraries: [], shipped, writable }),
      ],
      runtime: {
        user: image.user ?? nonroot,
        environment:
          facts.readsPort === undefined || port === undefined ? [] : [['PORT', String(port)]],
        ...(port === undefined ? {} : { port }),
        entrypoint: [`${programFolder}/${name}`],
        command: [],
        health: planProbe(port, { live, ready: choices.readyPath }, true),
        writablePaths: writable,
        needsInit: facts.startsPrograms !== undefined,
        resources: { cpus: 1, memory: 256, processes: 100 },
        tmpWithoutPrograms: true,
        services: facts.services,
        secretVariables: facts.secrets,
      },
      files: port === undefined ? [] : [probeFiles.go],
      ignored: ['bin', '**/*_test.go', '**/testdata'],
      needed: facts.needed,
      buildSecrets: [],
      ecosystem: 'gomod',
      notes: collectNotes(facts, choices, port),
      evidence: [
        facts.range.evidence,
        program.evidence,
        ...(cgo === undefined ? [] : [cgo]),
        ...(facts.port === undefined ? [] : [facts.port.evidence]),
        ...(facts.health === undefined ? [] : [facts.health.evidence]),
      ],
    },
  };
}

/** Modules on a host that is known are named by the address of their repository. */
function findSource({ path }: GoModule): { readonly source?: string } {
  const address = /^(?:github\.com|gitlab\.com|codeberg\.org)\/[\w.-]+\/[\w.-]+/.exec(path)?.[0];
  return address === undefined ? {} : { source: `https://${address}` };
}

function collectNotes(
  facts: GoFacts,
  { base }: BaseChoices,
  port: number | undefined,
): readonly string[] {
  const { cgo, startsPrograms, downloads } = facts;
  return [
    ...('reason' in downloads
      ? [`Modules are downloaded with every change: ${downloads.reason}`]
      : []),
    ...(cgo === undefined
      ? []
      : [
          'The program is linked against C, so that each platform is built on its own kind of machine or an emulated one.',
        ]),
    ...(startsPrograms === undefined || base === 'slim' || base === 'alpine'
      ? []
      : [`${describeEvidence(startsPrograms)} The image has none besides its own.`]),
    // Go ends on SIGTERM by itself.
    ...noteSigns({ ...facts, port, endsOnSignal: true }),
    'Set GOMEMLIMIT to about 90 % of the memory limit of the container.',
  ];
}
