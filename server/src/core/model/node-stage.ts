import { findBuildOutputs, type BuildOutputs } from '../project/node-build';
import { findNodeRelease, type NodeRelease } from '../project/node-package-manager';
import { readPackageJson, type PackageJson } from '../project/package-json';
import type { BuildContext } from '../project/build-context';
import type { Instruction } from '../syntax/instruction';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { hasOption, readPackageOperation, type PackageOperation } from './packages';
import { findProjectChange } from './project-changes';
import { findWorkPlace, worksElsewhere } from './project-directory';
import type { Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** A stage that installs the packages of a Node.js project, and may build it. */
export interface NodeStage {
  readonly context: BuildContext;
  readonly manifest: PackageJson;
  /** Folder of the manifest in the build context. */
  readonly folder: string;
  /** Working directory of every step: where the project lies in the container. */
  readonly workdir: string;
  readonly release: NodeRelease;
  /** The installs of what the manifest names, in order; at least one. */
  readonly installs: readonly PackageOperation[];
  /** The last RUN that installs, builds or tidies up with a tool of Node.js. */
  readonly lastStep: Instruction;
  /** True when a script or a tool of the project builds something. */
  readonly builds: boolean;
  readonly outputs: BuildOutputs;
  /** Packages that are installed for the whole image. */
  readonly globalPackages: readonly string[];
}

const managers: ReadonlySet<string> = new Set(['npm', 'yarn', 'pnpm', 'bun']);
const nodePrograms =
  /^(?:npm|npx|yarn|yarnpkg|pnpm|bun|bunx|corepack|node|tsc|vite|next|nest|ng|node-gyp)$/;

/**
 * Reads what a stage does with a Node.js project.
 *
 * @returns undefined when it installs none; a sentence when a step is not understood
 */
export function readNodeStage(
  model: DockerfileModel,
  stage: Stage,
): NodeStage | string | undefined {
  const installs = model.packageOperationsOf(stage).filter((operation) => isInstall(operation));
  const [install] = installs;
  if (install === undefined) return undefined;
  const place = findPlace(model, stage, install);
  if (typeof place === 'string') return place;
  const { context, folder, manifest, workdir } = place;
  const changed = findProjectChange(model, 'package.json');
  if (changed !== undefined) return changed;
  const steps = readSteps(model, stage, install, workdir);
  if (typeof steps === 'string') return steps;
  const { lastStep } = steps;
  const lifecycle = lifecycleScripts.filter((name) => manifest.scripts.has(name));
  const outputs = findBuildOutputs(context, folder, {
    scripts: [...lifecycle, ...steps.scripts],
    commands: steps.commands,
  });
  return {
    ...place,
    installs,
    lastStep,
    builds: 0 < steps.scripts.length + steps.commands.length,
    outputs,
    globalPackages: steps.globalPackages,
  };
}

type Place = Pick<NodeStage, 'context' | 'folder' | 'manifest' | 'workdir' | 'release'>;

/** Where the project lies, by its first install; a sentence when that is not known. */
function findPlace(
  model: DockerfileModel,
  stage: Stage,
  { command: { instruction }, manager }: PackageOperation,
): Place | string {
  const { context } = model;
  if (context === undefined) return 'The files of the build context are not known.';
  const workdir = model.workdirAt(instruction);
  const path = `${workdir ?? ''}/package.json`.replace('//', '/');
  const file = traceContextFile(model, stage, path, instruction.span.start);
  if (workdir === undefined || file?.endsWith('package.json') !== true) {
    return 'Which package.json lies in the working directory is not known.';
  }
  const folder = file.replace(/\/?package\.json$/, '');
  const manifest = readPackageJson(context, folder);
  const release = findNodeRelease(context, folder, manager.id);
  if (manifest === undefined || release === undefined) return `The file ${file} could not be read.`;
  return { context, folder, manifest, workdir, release };
}

/** Scripts that an install runs besides those of the packages. */
export const lifecycleScripts: readonly string[] = [
  'preinstall',
  'install',
  'postinstall',
  'prepare',
];

function isInstall({ manager, action, global, packages }: PackageOperation): boolean {
  return managers.has(manager.id) && action === 'install' && !global && packages.length === 0;
}

interface Steps {
  readonly scripts: string[];
  readonly commands: (readonly string[])[];
  readonly globalPackages: string[];
  lastStep: Instruction;
}

/** What the commands for Node.js do; a sentence for one that is not understood. */
function readSteps(
  model: DockerfileModel,
  stage: Stage,
  install: PackageOperation,
  workdir: string,
): Steps | string {
  const lastStep = install.command.instruction;
  const steps: Steps = { scripts: [], commands: [], globalPackages: [], lastStep };
  for (const run of model.runsOf(stage)) {
    const own = run.commands.filter(({ name }) => nodePrograms.test(name ?? ''));
    if (own.length === 0) continue;
    if (!run.complete) return 'A RUN could not be read as a whole.';
    for (const command of own) {
      const isHere =
        model.workdirAt(run.instruction) === workdir &&
        findWorkPlace(run, workdir, command) === workdir;
      const problem = readStep(command, steps, isHere);
      if (problem !== undefined) return problem;
    }
    steps.lastStep = run.instruction;
  }
  return steps;
}

function readStep(command: Command, steps: Steps, isHere: boolean): string | undefined {
  const said = command.words.map(({ value, text }) => value ?? text);
  const shown = `"${said.slice(0, 4).join(' ')}"`;
  const unclear = `What ${shown} does is not known.`;
  if (command.name === 'corepack') return undefined;
  const operation = readPackageOperation(command);
  const { name: program = '' } = command;
  const isManager = managers.has(program) || program === 'yarnpkg';
  if (isManager && /^(?:config|cache|set|--version|-v|store)$/.test(said[1] ?? ''))
    return undefined;
  if (operation !== undefined && isManager) {
    const { action, global, packages } = operation;
    if (global && action === 'install') {
      steps.globalPackages.push(...packages.flatMap(({ name, word }) => name ?? word.text));
      return undefined;
    }
    if (action === 'clean') return undefined;
    if (!isHere || worksElsewhere(operation)) return `${shown} works in another folder.`;
    if (action === 'install' && packages.length === 0) return undefined;
    if (operation.verb.words.includes('prune') || action === 'build') return undefined;
    if (action === 'run' && operation.script !== undefined) {
      if (/^(?:exec|x|dlx|node)$/.test(operation.verb.words[0] ?? '')) return unclear;
      steps.scripts.push(operation.script);
      return undefined;
    }
    return unclear;
  }
  if (!isHere) return `${shown} works in another folder.`;
  if (said.some((_, index) => command.words[index]?.value === undefined)) return unclear;
  if (program === 'node') return unclear;
  steps.commands.push(program === 'npx' ? said : [program, ...said.slice(1)]);
  return undefined;
}

/** True when an install leaves out what only development needs, by an option. */
export function isProductionInstall(operation: PackageOperation): boolean {
  return hasOption(operation, operation.manager.productionOnly ?? []);
}
