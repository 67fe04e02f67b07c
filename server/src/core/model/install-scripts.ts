import { findNativePackage } from '../data/native-packages';
import { findNodeSystemNeed, packagesWithInstallScripts } from '../data/node-system-packages';
import { readPackageJson } from '../project/package-json';
import { findCommandFolder } from './command-folder';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { hasOption, type PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

const setting = /ignore[-_]scripts/i;

/** The installs of npm in a stage that run the scripts of packages. */
export function findScriptInstalls(
  model: DockerfileModel,
  stage: Stage,
): readonly PackageOperation[] {
  return model
    .packageOperationsOf(stage)
    .filter(
      (operation) =>
        operation.manager.id === 'npm' &&
        operation.action === 'install' &&
        !operation.global &&
        operation.unread.length === 0 &&
        !hasOption(operation, ['--ignore-scripts', '--dry-run', '--package-lock-only']) &&
        !mayBeSet(model, stage, operation),
    );
}

/** True when a variable, a step above or an `.npmrc` turns the scripts off, or may do so. */
function mayBeSet(model: DockerfileModel, stage: Stage, { command }: PackageOperation): boolean {
  const { instruction, shell } = command;
  const variables = model.variables.before(stage, instruction).all();
  if (variables.some(({ name }) => setting.test(name))) return true;
  const chain = collectInheritance(stage);
  const isSaid = chain
    .flatMap((part) => model.commandsOf(part))
    .some(
      (each) =>
        each.shell.span.start < shell.span.end &&
        setting.test(model.text.slice(each.shell.span.start, each.shell.span.end)),
    );
  if (isSaid || model.mountsOf(instruction).some(({ target }) => target?.includes('npmrc'))) {
    return true;
  }
  const { context } = model;
  if (context !== undefined) return setting.test(context.text('.npmrc') ?? '');
  return chain
    .flatMap((part) => model.copiesOf(part))
    .some(({ sources }) =>
      sources.some(({ path = '.npmrc' }) => path === '.' || /npmrc|^\*|\/$/.test(path)),
    );
}

/** Scripts of the project that its own install runs. Source: https://docs.npmjs.com/cli/v11/using-npm/scripts */
const ownScripts = ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare'];

/** Packages that download or make a part when they are installed, besides those of the tables; by general knowledge. */
const moreScripts = new Set(
  '@prisma/client @sentry/cli argon2 chromedriver cypress electron esbuild ffmpeg-static geckodriver keytar leveldown libpq node-sass prisma puppeteer robotjs serialport sodium-native usb'.split(
    ' ',
  ),
);

/** Why an install may need its scripts; undefined where the project is known to have none. */
export function findScriptNeed(
  model: DockerfileModel,
  stage: Stage,
  { command, packages }: PackageOperation,
): string | undefined {
  const { context } = model;
  const path = joinPath(findCommandFolder(model, command), 'package.json');
  const file =
    path === undefined
      ? undefined
      : traceContextFile(model, stage, path, command.instruction.span.start);
  const manifest =
    context === undefined || file?.endsWith('package.json') !== true
      ? undefined
      : readPackageJson(context, file.slice(0, -'/package.json'.length));
  if (manifest === undefined) return 'Which packages need their script is not known.';
  const own = ownScripts.find((name) => manifest.scripts.has(name));
  if (own !== undefined) return `The script "${own}" of ${manifest.path} would not run either.`;
  const names = [
    ...manifest.dependencies.keys(),
    ...manifest.devDependencies.keys(),
    ...manifest.optionalDependencies.keys(),
    ...packages.flatMap(({ name }) => name ?? []),
  ];
  const needing = names.find(
    (name) =>
      moreScripts.has(name) ||
      packagesWithInstallScripts.has(name) ||
      findNativePackage('node', name) !== undefined ||
      findNodeSystemNeed(name) !== undefined,
  );
  return needing === undefined ? undefined : `The package "${needing}" needs its script.`;
}
