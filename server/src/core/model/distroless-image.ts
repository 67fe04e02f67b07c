import { distrolessDebian, distrolessRuntimes } from '../data/distroless-runtimes';
import { packagesWithSystemNeeds } from '../data/node-build-tools';
import { readPackageJson } from '../project/package-json';
import { followBuiltFiles } from './built-files';
import { cgoSetting, programsOfGoCommand, readGoCommand } from './go-build';
import { findDebianRelease, findLanguageVersion } from './image-release';
import { findLinkingCompiler } from './linked-programs';
import type { DockerfileModel } from './model';
import { readPlainWords, type ShellLessImage } from './shell-needs';
import { mayBringPackages } from './slim-needs';
import { findRootBase, type Stage } from './stage-graph';
import { sourcesOf } from './stage-paths';
import { joinPath } from './files';

/** The distroless image that runs what a stage runs. */
export interface DistrolessImage {
  /** With its tag. */
  readonly reference: string;
  readonly language: ShellLessImage['language'];
  /** Full path of the runtime; undefined for programs of machine code. */
  readonly program: string | undefined;
  /** Names that stand for the runtime in CMD. */
  readonly names: RegExp;
  readonly evidence: readonly string[];
}

/** Chooses the distroless image for a stage; a sentence when none fits or that is not known. */
export function findDistrolessImage(
  model: DockerfileModel,
  stage: Stage,
): DistrolessImage | string {
  const version = findLanguageVersion(stage);
  if (version === undefined) return findNativeImage(model, stage);
  const runtime = distrolessRuntimes.find(({ language }) => language === version.language);
  if (runtime === undefined) return `Distroless has no image for ${version.language}.`;
  if (!runtime.versions.includes(version.version)) {
    const known = runtime.versions.join(', ');
    return `Distroless has no image for this version; it has those for ${known}.`;
  }
  const { language } = runtime;
  const obstacle = findPackageObstacle(model, stage, language);
  if (obstacle !== undefined) return obstacle;
  const image = runtime.image.replace('$', version.version);
  return {
    reference: `${image}:nonroot`,
    language,
    program: runtime.program,
    names: runtime.names,
    evidence: [`${image} has version ${version.version}, with the newest fixes of it.`],
  };
}

/** Why packages of other stages may not work in the image. */
function findPackageObstacle(
  model: DockerfileModel,
  stage: Stage,
  language: 'node' | 'java' | 'python',
): string | undefined {
  const { context } = model;
  for (const copy of model.copiesOf(stage)) {
    const { origin } = copy;
    if (origin.kind === 'unknown' || origin.kind === 'image') {
      return 'What a COPY from another image brings is not known.';
    }
    if (origin.kind !== 'stage' || language === 'java' || !mayBringPackages(copy)) continue;
    if (language === 'python') {
      return 'Installed packages name the Python of their image, which distroless keeps elsewhere.';
    }
    const base = findRootBase(origin.stage);
    const libc = base.kind === 'image' ? base.facts?.variant.libc : undefined;
    const release = findDebianRelease(origin.stage);
    if (libc !== 'glibc' || release === undefined) {
      return 'Packages with machine code may not fit: they are not installed on a known Debian.';
    }
    if (distrolessDebian < release) return 'Packages are installed on a newer Debian.';
  }
  if (language !== 'node' || context === undefined) return undefined;
  if (context.visiblePaths.some((path) => /(?:^|\/)node_modules\/$/.test(path))) {
    return 'The installed packages of the host may be copied; an ignore file keeps them out.';
  }
  const manifest = readPackageJson(context, '');
  const needy = [
    ...(manifest?.dependencies.keys() ?? []),
    ...(manifest?.optionalDependencies.keys() ?? []),
  ].find((name) => packagesWithSystemNeeds.has(name));
  return needy === undefined
    ? undefined
    : `The package ${needy} may need programs or libraries of the system.`;
}

const systems = new Set(['os', 'application']);

/** The image for a program of Go, Rust or C that another stage built. */
function findNativeImage(model: DockerfileModel, stage: Stage): DistrolessImage | string {
  const { base } = stage;
  if (base.kind !== 'image' || base.facts === undefined)
    return 'What the base image holds is not known.';
  if (!systems.has(base.facts.family.kind) || base.facts.family.kind !== 'os') {
    return 'Distroless has no image for what this base image runs.';
  }
  const { entrypoint, command } = model.processOf(stage);
  const start = entrypoint.kind === 'instruction' ? entrypoint : command;
  const words = start.kind === 'instruction' ? readPlainWords(start.execution) : undefined;
  const path = joinPath(model.workdirAtEnd(stage), words?.[0] ?? '');
  if (words?.[0] === undefined || path === undefined || !words[0].includes('/')) {
    return 'Which program the image starts is not known by its path.';
  }
  for (const copy of model.copiesOf(stage).toReversed()) {
    const { origin } = copy;
    const [from] = sourcesOf(copy, path);
    if (from === undefined) continue;
    if (origin.kind !== 'stage') return `Where ${path} comes from is not known.`;
    return chooseNative(model, origin.stage, from, words[0]);
  }
  return `No COPY brings ${path}.`;
}

function chooseNative(
  model: DockerfileModel,
  builder: Stage,
  path: string,
  program: string,
): DistrolessImage | string {
  const native = { language: 'native', program: undefined, names: /^$/ } as const;
  if (isStaticGo(model, builder, path)) {
    const evidence = [`${program} is linked statically: CGO_ENABLED is 0.`];
    return { ...native, reference: 'gcr.io/distroless/static-debian13:nonroot', evidence };
  }
  const compiler = findLinkingCompiler(model, builder, path);
  const release = findDebianRelease(builder);
  if (compiler === undefined) return `How ${program} is linked is not known.`;
  if (release !== 12 && release !== 13) {
    return 'Which release of Debian the program is linked on is not known.';
  }
  const reference = `gcr.io/distroless/cc-debian${String(release)}:nonroot`;
  const evidence = [
    `${compiler} links ${program} with the C library of Debian ${String(release)}.`,
  ];
  return { ...native, reference, evidence };
}

function isStaticGo(model: DockerfileModel, builder: Stage, path: string): boolean {
  const { context } = model;
  if (context === undefined) return false;
  const built = model.commandsOf(builder).flatMap((command) => {
    const go = readGoCommand(model, command);
    return go === undefined || go.verb === 'run'
      ? []
      : (programsOfGoCommand(model, builder, context, go) ?? []);
  });
  const file = followBuiltFiles(model, builder, built).findLast((each) => each.path === path);
  return file !== undefined && cgoSetting(model, file.command) === '0';
}
