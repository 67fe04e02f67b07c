import { findImageVariant } from '../data/base-images';
import type { ImageVariant } from '../data/image-facts';
import { findCommandFolder } from '../model/command-folder';
import { isCoveredBy } from '../model/covered-path';
import { joinPath } from '../model/files';
import { findLostProgram } from '../model/java-artifacts';
import { collectMainCommands } from '../model/main-command';
import { findLastStep } from '../model/last-step';
import type { PackageOperation } from '../model/packages';
import type { Stage } from '../model/stage-graph';
import { freeStageName } from '../model/stage-name';
import type { BuildContext } from '../project/build-context';
import { readDotnetProject, type DotnetProject } from '../project/dotnet-project';
import { findProgramSigns, type SignPatterns } from '../project/program-signs';
import { findSystemSetup } from '../rewrite/system-setup';
import { defineBuilder, refuse, type BuilderOutcome, type BuilderRequest } from './define-builder';

const buildPrograms = /^dotnet$/;

const buildVariables = [
  'NUGET_PACKAGES',
  'NUGET_XMLDOC_MODE',
  'DOTNET_CLI_TELEMETRY_OPTOUT',
  'DOTNET_NOLOGO',
];

const signs: SignPatterns = {
  files: /\.(?:cs|fs|vb)$/,
  writes: /$^/,
  temporary: /$^/,
  starts: /\bProcess\.Start\b|\bProcessStartInfo\b|\b(?:Dll|Library)Import\b|\bNativeLibrary\b/,
};

export default defineBuilder({
  id: 'dotnet',
  title: '.NET',
  plan: (request) => {
    const { model, stage } = request;
    const { base } = stage;
    if (base.kind !== 'image' || base.facts?.family.id !== 'dotnet-sdk') return undefined;
    const publish = model
      .packageOperationsOf(stage)
      .findLast(({ manager, verb }) => manager.id === 'dotnet' && verb.words[0] === 'publish');
    return publish === undefined ? undefined : planDotnet(request, publish);
  },
});

function planDotnet(request: BuilderRequest, publish: PackageOperation): BuilderOutcome {
  const { model, stage, context } = request;
  const output = findOutput(request, publish);
  if (output === undefined) return refuse('The folder that dotnet publish fills is not known.');
  const started = findAssembly(request);
  if (started === undefined || !isCoveredBy(started, output)) {
    return refuse('The container does not start what dotnet publish makes.');
  }
  if (model.workdirAtEnd(stage) !== output) {
    // ASP.NET reads its settings and static files from the working directory.
    return refuse('The program does not run in the folder that dotnet publish fills.');
  }
  const project = findProject(context, started);
  if (typeof project === 'string') return refuse(project);
  const runtime = findRuntime(stage, project, context);
  if (typeof runtime === 'string') return refuse(runtime);
  const obstacle = findObstacle(request, runtime.variant, publish);
  if (obstacle !== undefined) return refuse(obstacle);
  const setup = findSystemSetup(model, stage, true);
  if (typeof setup === 'string') return refuse(setup);
  return {
    kind: 'plan',
    plan: {
      lastStep: publish.command.instruction,
      builderName: freeStageName(model, 'build'),
      runtimeImage: runtime.image,
      stages: [],
      setup,
      artifacts: [{ from: output, to: output }],
      builderEdits: [],
      command: undefined,
      buildVariables,
      buildPrograms,
      hasShell: true,
      evidence: [
        `${project.path}: it makes ${project.assemblyName ?? ''}.dll for ${project.targetFramework ?? ''}.`,
        `dotnet publish fills ${output}.`,
      ],
    },
  };
}

/** Why what dotnet publish fills may not be all that the program needs. */
function findObstacle(
  { model, stage, context }: BuilderRequest,
  variant: ImageVariant,
  { command }: PackageOperation,
): string | undefined {
  const lost = findLostProgram(model, stage, variant);
  if (lost !== undefined) return lost;
  const programs = findProgramSigns(context, signs);
  if (programs === undefined) return 'Not every source file of the project could be read.';
  if (programs.starts !== undefined) {
    return `${programs.starts} may start a program or load a library that the image lacks.`;
  }
  const last = findLastStep(model, stage, buildPrograms, command.instruction);
  const between = model
    .copiesOf(stage)
    .some(
      ({ instruction }) =>
        command.instruction.span.start < instruction.span.start &&
        instruction.span.start < last.span.start,
    );
  return between ? 'Files are copied between the build and a later RUN.' : undefined;
}

const ownOutput = /^(?:-r|--runtime|--self-contained|--sc|-a|--arch|--os|-p|--property)$/;

function findOutput({ model }: BuilderRequest, publish: PackageOperation): string | undefined {
  const { options, command } = publish;
  const unusual = options.some(
    ({ name, value }) =>
      ownOutput.test(name) && !/^(?:false|UseAppHost=\w+|Restore\w*=\w+)$/i.test(value ?? ''),
  );
  const written = options.find(({ name }) => name === '-o' || name === '--output')?.value;
  const folder = findCommandFolder(model, command);
  return unusual || written === undefined ? undefined : joinPath(folder, written);
}

/** The absolute path behind `dotnet`, or of the program itself. */
function findAssembly({ model, stage }: BuilderRequest): string | undefined {
  const [main] = collectMainCommands(model.processOf(stage));
  const [program, first] = main?.words.map(({ value }) => value) ?? [];
  const written =
    main?.name === 'dotnet' ? (first?.endsWith('.dll') === true ? first : undefined) : program;
  const hasFolder = written?.includes('/') === true || main?.name === 'dotnet';
  return written === undefined || !hasFolder
    ? undefined
    : joinPath(model.workdirAtEnd(stage), written);
}

/** The one project of the context whose assembly is started. */
function findProject(context: BuildContext, started: string): DotnetProject | string {
  const name = started.slice(started.lastIndexOf('/') + 1).replace(/\.dll$/, '');
  const projects = context.visiblePaths
    .filter((path) => /\.(?:cs|fs|vb)proj$/.test(path))
    .map((path) => readDotnetProject(context, path));
  const [project, ...others] = projects.filter((each) => each?.assemblyName === name);
  if (project === undefined || others.length !== 0)
    return `Which project makes ${name} is not known.`;
  const special = [
    'publishaot',
    'selfcontained',
    'publishsinglefile',
    'runtimeidentifier',
    'runtimeidentifiers',
  ].find((each) => /^(?!false$)./i.test(project.properties.get(each) ?? ''));
  return special === undefined
    ? project
    : `${project.path} publishes a program with its own runtime or for one system.`;
}

/** The runtime image of the same version and system; a sentence when none is known that fits. */
function findRuntime(
  stage: Stage,
  project: DotnetProject,
  context: BuildContext,
):
  | {
      readonly image: string;
      readonly variant: ImageVariant;
    }
  | string {
  const { base } = stage;
  if (base.kind !== 'image' || base.tag === undefined)
    return 'The version of the SDK is not known.';
  const [, version = '', system = ''] = /^(\d+\.0)(?:\.\d+)?(-[\w.-]+)?$/.exec(base.tag) ?? [];
  if (version === '' || Number.parseInt(version, 10) < 8) {
    return 'The SDK image has another port than the runtime image of this version.';
  }
  if (project.targetFramework !== `net${version}`) {
    return `${project.path} does not say that it is made for .NET ${version}.`;
  }
  if (system.startsWith('-alpine') && project.properties.get('invariantglobalization') !== 'true') {
    return 'The runtime image on Alpine has no cultures, unlike that of the SDK.';
  }
  const name = needsAspNet(project, context, new Set()) ? 'aspnet' : 'runtime';
  const repository = base.reference.repository.replace(/sdk$/, name);
  const found = findImageVariant(repository, `${version}${system}`);
  if (found === undefined) return `No runtime image for "${base.reference.text}" is known.`;
  const written = base.reference.name.text.replace(/sdk$/, name);
  return { image: `${written}:${version}${system}`, variant: found.variant };
}

/** Packages that are known to need the plain runtime only. */
const plainPackages =
  /^(?:System\.|Microsoft\.Extensions\.|Newtonsoft\.Json$|Dapper$|Npgsql$|CsvHelper$|Polly$|Serilog(?:\.Sinks\.(?:Console|File))?$)/;

/** True when the shared framework of ASP.NET may be needed: the larger image runs both. */
function needsAspNet(project: DotnetProject, context: BuildContext, seen: Set<string>): boolean {
  if (seen.has(project.path)) return false;
  seen.add(project.path);
  if (project.needsAspNet || !project.packages.every((each) => plainPackages.test(each)))
    return true;
  return project.references.some((reference) => {
    const path = joinPath(`/${project.path}`.replace(/\/[^/]*$/, '') || '/', reference)?.slice(1);
    const other = path === undefined ? undefined : readDotnetProject(context, path);
    return other === undefined || needsAspNet(other, context, seen);
  });
}
