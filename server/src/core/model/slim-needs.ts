import { hasTool } from '../data/base-images';
import { trackedTools, type ImageVariant, type Tool } from '../data/image-facts';
import { packagesWithSystemNeeds } from '../data/node-build-tools';
import { firstMinor, isSelfContained } from '../data/python-wheels';
import type { BuildContext } from '../project/build-context';
import { findSaying, readProgramSources, startsPrograms } from '../project/node-sources';
import { readPackageJson, type PackageJson } from '../project/package-json';
import { findProgramSigns, type SignPatterns } from '../project/program-signs';
import type { Command } from './commands';
import type { CopyFacts } from './files';
import { findInstalledPackages } from './installed-packages';
import type { DockerfileModel } from './model';
import { readPackageOperation } from './packages';
import { readPythonInstall } from './python-install';
import { findRootBase, type Stage } from './stage-graph';

/** Why a stage may need what a slim image leaves out. */
export interface FullImageNeed {
  /** `probe`: only the health check, which another program could do. */
  readonly kind: 'build' | 'run' | 'probe';
  /** A sentence. */
  readonly reason: string;
  /** The command of the health check. */
  readonly probe?: { readonly tool: Tool; readonly command: Command };
}

/** What the stage, or one that starts from it, does that the slim variant may not be able to. */
export function findFullImageNeed(
  model: DockerfileModel,
  stage: Stage,
  full: ImageVariant,
  slim: ImageVariant,
): FullImageNeed | undefined {
  const stages = model.stages.filter((each) => each === stage || each.base.kind === 'stage');
  const lost = trackedTools.filter(
    (tool) => hasTool(full, tool) !== false && hasTool(slim, tool) !== true,
  );
  const last = stages.at(-1) ?? stage;
  return (
    findBuildNeed(model, stages, lost) ??
    findCopyNeed(model, stages) ??
    findStartNeed(model, last, lost) ??
    findProgramNeed(model, stage) ??
    findProbeNeed(model, last, lost)
  );
}

function findBuildNeed(
  model: DockerfileModel,
  stages: readonly Stage[],
  lost: readonly Tool[],
): FullImageNeed | undefined {
  const build = (reason: string): FullImageNeed => ({ kind: 'build', reason });
  const runs = stages.flatMap((each) => model.runsOf(each));
  if (runs.some((run) => !run.complete)) return build('Not every RUN of the stage is understood.');
  const tool = runs
    .flatMap((run) => run.commands)
    .map((command) => command.name)
    .find((name) => name !== undefined && lost.some((each) => each === name));
  if (tool !== undefined) return build(`The stage runs ${tool}, which the slim variant lacks.`);
  const strange = runs
    .flatMap((run) => run.commands)
    .find((command) => !isPlain(command) && readPackageOperation(command) === undefined);
  if (strange !== undefined) {
    const name = strange.name ?? strange.shell.program?.text ?? '';
    return build(`Whether "${name}" needs what the slim variant lacks is not known.`);
  }
  for (const each of stages) {
    const install = model
      .packageOperationsOf(each)
      .find(({ manager, action }) => manager.kind === 'language' && action === 'install');
    if (install === undefined || isSelfContainedPython(model, each)) continue;
    return build(
      `What ${install.manager.id} installs in this stage may need the compiler that the slim variant lacks; split the builder stage first.`,
    );
  }
  return undefined;
}

/** Programs that full and slim images have, and that start no others. */
const plainPrograms =
  /^(?:mkdir|rmdir|rm|chmod|chown|chgrp|touch|cd|pwd|ls|cat|echo|printf|true|false|:|set|test|\[|export|umask|cp|mv|ln|install|sed|grep|awk|find|sort|head|tail|cut|tr|xargs|date|id|env|exit|sleep|useradd|groupadd|adduser|addgroup|usermod|passwd|chpasswd|python[\d.]*|node|ruby|corepack|apt-get|apt|apk|dpkg|dpkg-reconfigure|update-ca-certificates|locale-gen|ldconfig|tar)$/;

function isPlain({ name, shell }: Command): boolean {
  return shell.program === undefined || plainPrograms.test(name ?? '');
}

/** True when all that a stage installs for Python comes as wheels that need no library of the system. */
function isSelfContainedPython(model: DockerfileModel, stage: Stage): boolean {
  const base = findRootBase(stage);
  const minor = base.kind === 'image' ? /^3\.(\d+)/.exec(base.tag ?? '')?.[1] : undefined;
  const install = readPythonInstall(model, stage);
  if (minor === undefined || Number(minor) < firstMinor) return false;
  if (install === undefined || typeof install === 'string') return false;
  const others = model
    .packageOperationsOf(stage)
    .some(
      ({ manager, action }) =>
        manager.kind === 'language' &&
        action === 'install' &&
        !['pip', 'uv', 'poetry'].includes(manager.id),
    );
  return (
    !others &&
    install.requirements.every(
      ({ name, specifier }) =>
        name !== undefined && isSelfContained(name, specifier, Number(minor)),
    )
  );
}

const packageFolders =
  /(?:^|\/)(?:node_modules|site-packages|\.?venv|env|vendor|bundle|gems|local|lib)$/;
const plainFolders = /(?:^|\/)(?:dist|build|public|out|static|www|html|assets|standalone|output)$/;

/** True when a copy from another stage may bring packages with machine code. */
export function mayBringPackages({ origin, sources }: CopyFacts): boolean {
  if (origin.kind === 'context') return false;
  return sources.some(({ path }) => {
    if (path === undefined) return true;
    if (packageFolders.test(path)) return true;
    return !plainFolders.test(path) && !/\.\w{1,5}$/.test(path);
  });
}

function findCopyNeed(model: DockerfileModel, stages: readonly Stage[]): FullImageNeed | undefined {
  const copies = stages.flatMap((each) => model.copiesOf(each));
  const unsure = copies.find(
    (copy) =>
      mayBringPackages(copy) &&
      !(copy.origin.kind === 'stage' && isBareBuilder(model, copy.origin.stage)),
  );
  return unsure === undefined
    ? undefined
    : {
        kind: 'run',
        reason: 'Whether what another stage brings needs libraries of the full image is not known.',
      };
}

/** True when a stage made what it brings without libraries that the slim image lacks. */
function isBareBuilder(model: DockerfileModel, stage: Stage): boolean {
  const base = findRootBase(stage);
  const facts = base.kind === 'image' ? base.facts : undefined;
  if (facts === undefined) return false;
  const isSlim = facts.variant.slimTag === undefined && facts.family.kind === 'application';
  if (isSlim && findInstalledPackages(model, stage).length === 0) return true;
  if (facts.family.id === 'python') return isSelfContainedPython(model, stage);
  const manifest = model.context === undefined ? undefined : readPackageJson(model.context, '');
  if (facts.family.id !== 'node' || manifest === undefined) return false;
  return findNeedyPackage(manifest) === undefined;
}

function findNeedyPackage(manifest: PackageJson): string | undefined {
  return [...manifest.dependencies.keys(), ...manifest.optionalDependencies.keys()].find((name) =>
    packagesWithSystemNeeds.has(name),
  );
}

/** A lost program that ENTRYPOINT or CMD starts. */
function findStartNeed(
  model: DockerfileModel,
  stage: Stage,
  lost: readonly Tool[],
): FullImageNeed | undefined {
  const { entrypoint, command } = model.processOf(stage);
  for (const start of [entrypoint, command]) {
    if (start.kind !== 'instruction') continue;
    const name = start.execution.commands
      .flatMap(({ words }) => words.map(({ value }) => value))
      .find((value) => lost.some((tool) => tool === value));
    if (name !== undefined) {
      return {
        kind: 'run',
        reason: `${start.instruction.keyword} starts ${name}, which the slim variant lacks.`,
      };
    }
  }
  return undefined;
}

function findProbeNeed(
  model: DockerfileModel,
  stage: Stage,
  lost: readonly Tool[],
): FullImageNeed | undefined {
  const { healthCheck } = model.processOf(stage);
  if (healthCheck?.kind !== 'command') return undefined;
  for (const command of healthCheck.execution.commands) {
    const tool = lost.find((each) => each === command.name);
    if (tool === undefined) continue;
    const reason = `HEALTHCHECK runs ${tool}, which the slim variant lacks.`;
    return { kind: 'probe', reason, probe: { tool, command } };
  }
  return undefined;
}

/** How sources of Python show what they need of the system. */
const pythonSigns: SignPatterns = {
  files: /\.py$/,
  writes: /$^/,
  temporary: /$^/,
  starts:
    /\bsubprocess\b|\bos\.(?:system|popen|exec\w+|spawn\w+)\b|\bpexpect\b|\bctypes\b|\bcdll\b/,
};

/** What the sources of the project say, where they are known. */
export function findProgramNeed(model: DockerfileModel, stage: Stage): FullImageNeed | undefined {
  const { context } = model;
  const base = findRootBase(stage);
  const family = base.kind === 'image' ? base.facts?.family.id : undefined;
  if (context === undefined) return undefined;
  const reason =
    family === 'node' ? nodeNeed(context) : family === 'python' ? pythonNeed(context) : undefined;
  const script = context.visiblePaths.find(
    (path) => /\.(?:ba)?sh$/.test(path) && lostWords.test(context.text(path) ?? 'curl '),
  );
  const all =
    reason ??
    (script === undefined ? undefined : `${script} may run a program that the slim image lacks.`);
  return all === undefined ? undefined : { kind: 'run', reason: all };
}

const lostWords =
  /(?:^|[\s;&|(`])(?:curl|wget|git|gcc|make|ssh|scp|file|unzip|nc|ps|netstat|psql|mysql|redis-cli)\s/m;

const namesSystemFiles = /['"`]\/(?:usr\/(?:share|lib|bin|sbin|libexec)|bin|sbin|lib)\//;

function nodeNeed(context: BuildContext): string | undefined {
  const manifest = readPackageJson(context, '');
  const needy = manifest === undefined ? undefined : findNeedyPackage(manifest);
  if (needy !== undefined) {
    return `The package ${needy} may need programs or libraries of the full image.`;
  }
  const sources = readProgramSources(context, '');
  if (sources === undefined) return 'Not every source file of the project could be read.';
  const starter = findSaying(sources, startsPrograms);
  if (starter !== undefined) return `${starter} starts programs, which the slim image may lack.`;
  const reader = findSaying(sources, namesSystemFiles);
  return reader === undefined ? undefined : `${reader} names files of the operating system.`;
}

function pythonNeed(context: BuildContext): string | undefined {
  const signs = findProgramSigns(context, pythonSigns);
  if (signs === undefined) return 'Not every source file of the project could be read.';
  if (signs.starts !== undefined) {
    return `${signs.starts} may start a program or load a library that the slim image lacks.`;
  }
  if (signs.systemPath === undefined) return undefined;
  return `${signs.systemPath.file} names ${signs.systemPath.path}, which the slim image may lack.`;
}
