import { buildTools, developmentDependencies, isBuildScript } from '../data/javascript-builds';
import { readPackageJson } from '../project/package-json';
import type { Span } from '../text/span';
import type { Command } from './commands';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { hasOption, readPackageOperation, type PackageOperation } from './packages';
import { findWorkPlace, worksElsewhere } from './project-directory';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** An install that leaves out the tools of a build below it. */
export interface ProductionInstall {
  readonly stage: Stage;
  readonly install: PackageOperation;
  /** What makes it leave them out: an option of its own, or NODE_ENV. */
  readonly cause: ProductionCause;
  readonly build: Command;
}

export type ProductionCause = 'option' | 'environment';

/** The installs for production that come before a build in the same directory. */
export function findProductionInstalls(model: DockerfileModel): readonly ProductionInstall[] {
  if (usesFramework(model)) return [];
  return model.stages
    .filter((stage) => findRootBase(stage).kind !== 'unknown')
    .flatMap((stage) =>
      model.packageOperationsOf(stage).flatMap((install): readonly ProductionInstall[] => {
        const cause = causeOf(model, stage, install);
        if (cause === undefined) return [];
        const build = findBuild(model, stage, install);
        if (build === undefined || bringsTools(model, stage, install, build)) return [];
        if (hasNoDevelopmentPackages(model, stage, install)) return [];
        return [{ stage, install, cause, build }];
      }),
    );
}

/** True when the package.json is known and leaves nothing out in production. */
function hasNoDevelopmentPackages(
  model: DockerfileModel,
  stage: Stage,
  { command: { instruction } }: PackageOperation,
): boolean {
  const { context } = model;
  const workdir = model.workdirAt(instruction);
  if (context === undefined || workdir === undefined) return false;
  const path = `${workdir}/package.json`.replace('//', '/');
  const file = traceContextFile(model, stage, path, instruction.span.start);
  const manifest = file?.endsWith('package.json') === true ? file : undefined;
  if (manifest === undefined) return false;
  return (
    readPackageJson(context, manifest.replace(/\/?package\.json$/, ''))?.devDependencies.size === 0
  );
}

/** Why an install is for production only; undefined when it is not, or when that is not known. */
export function causeOf(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): ProductionCause | undefined {
  const { manager, action, global, packages, unread } = operation;
  if (action !== 'install' || global || 0 < packages.length + unread.length) return undefined;
  if (!developmentDependencies.has(manager.id) || worksElsewhere(operation)) return undefined;
  if (hasOption(operation, manager.productionOnly ?? [])) return 'option';
  const keepsAll = hasOption(operation, [...keepingOptions, '--immutable']);
  const readsEnvironment = manager.id === 'npm' || isYarn1(operation);
  if (keepsAll || !readsEnvironment) return undefined;
  const { instruction, shell } = operation.command;
  const own = shell.assignments.find(({ name }) => name === 'NODE_ENV');
  if (own !== undefined) return own.value?.value === 'production' ? 'environment' : undefined;
  const binding = model.variables.before(stage, instruction).get('NODE_ENV');
  return binding?.kind === 'env' && binding.value === 'production' ? 'environment' : undefined;
}

/** Options that install what development needs whatever NODE_ENV says. */
const keepingOptions = [
  '--include=dev',
  '--production=false',
  '--prod=false',
  '--also=dev',
  '--dev',
];

/** Later releases do not look at NODE_ENV; these options are of the first. */
function isYarn1(operation: PackageOperation): boolean {
  const options = [
    '--frozen-lockfile',
    '--pure-lockfile',
    '--non-interactive',
    '--network-timeout',
  ];
  return (
    operation.manager.id === 'yarn' && operation.options.some(({ name }) => options.includes(name))
  );
}

/** The first command below an install that builds in the same directory. */
function findBuild(
  model: DockerfileModel,
  stage: Stage,
  install: PackageOperation,
): Command | undefined {
  const place = placeOf(model, install.command);
  if (place === undefined) return undefined;
  return model
    .commandsOf(stage)
    .find(
      (command) =>
        install.command.shell.span.end <= command.shell.span.start &&
        isBuild(command) &&
        placeOf(model, command) === place,
    );
}

function isBuild(command: Command): boolean {
  if (command.name === 'npx') return buildTools.has(command.words[1]?.value ?? '');
  const operation = readPackageOperation(command);
  if (operation === undefined) return buildTools.has(command.name ?? '') && isLocal(command);
  const { manager, action, script, verbWord } = operation;
  if (!developmentDependencies.has(manager.id) || worksElsewhere(operation)) return false;
  if (action !== 'run' || script === undefined) return false;
  return isBuildScript(script) || (verbWord.value !== 'run' && buildTools.has(script));
}

/** `node_modules/.bin/tsc`: a tool of the project, not of the image. */
function isLocal(command: Command): boolean {
  return command.words[0]?.value?.includes('node_modules/') === true;
}

export function placeOf(model: DockerfileModel, command: Command): string | undefined {
  const { instruction } = command;
  const execution = model.executionOf(instruction);
  return findWorkPlace(execution, model.workdirAt(instruction) ?? '', command);
}

/** True when the tools may come another way: another install, a copied node_modules, a parent stage. */
function bringsTools(
  model: DockerfileModel,
  stage: Stage,
  install: PackageOperation,
  build: Command,
): boolean {
  const isAbove = (span: Span): boolean => span.start < build.shell.span.start;
  const [, ...parents] = collectInheritance(stage);
  const others = model
    .packageOperationsOf(stage)
    .filter((operation) => operation !== install && isAbove(operation.command.shell.span));
  return (
    others.some((operation) => mayInstallTools(model, stage, operation)) ||
    parents.some((parent) =>
      model
        .packageOperationsOf(parent)
        .some((operation) => mayInstallTools(model, parent, operation)),
    ) ||
    model
      .copiesOf(stage)
      .some(
        (copy) =>
          isAbove(copy.instruction.span) && copy.origin.kind !== 'context' && bringsModules(copy),
      )
  );
}

const managersThemselves = new Set(['npm', 'pnpm', 'yarn', 'bun', 'corepack', 'node-gyp', 'n']);

function mayInstallTools(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): boolean {
  const { manager, action, packages } = operation;
  if (!developmentDependencies.has(manager.id) || !['install', 'upgrade'].includes(action))
    return false;
  if (packages.length === 0) return causeOf(model, stage, operation) === undefined;
  return packages.some(({ name }) => name === undefined || !managersThemselves.has(name));
}

function bringsModules(copy: CopyFacts): boolean {
  return [copy.target, ...copy.sources.map((source) => source.path)].some(
    (path) => path === undefined || path === '.' || path.includes('node_modules'),
  );
}

/** True when the result is that of a framework that is a dependency itself, its tools with it. */
function usesFramework(model: DockerfileModel): boolean {
  return model.stages
    .flatMap((stage) => model.copiesOf(stage))
    .flatMap((copy) => copy.sources)
    .some(({ path }) => path !== undefined && frameworkFolder.test(path));
}

const frameworkFolder = /(?:^|\/)\.(?:next|nuxt|output|svelte-kit)(?:\/|$)/;

/** The manager, or the old release of it that the image is known to bring: npm of Node.js up to 14. */
export function findToolRelease(stage: Stage, manager: string): string {
  const base = findRootBase(stage);
  const tag = base.kind === 'image' && base.facts?.family.id === 'node' ? base.tag : undefined;
  const isOld = /^(?:[4-9]|1[0-4])(?![\d])/.test(tag ?? '');
  return manager === 'npm' && isOld ? 'npm 6' : manager;
}

/** A command that drops packages, with what the installs say about conflicts between packages. */
export function writePrune(command: string, installs: readonly PackageOperation[]): string {
  if (!command.startsWith('npm ')) return command;
  const kept = ['--legacy-peer-deps', '--force'].filter((name) =>
    installs.some((install) => hasOption(install, name === '--force' ? [name, '-f'] : [name])),
  );
  return [command, ...kept].join(' ');
}
