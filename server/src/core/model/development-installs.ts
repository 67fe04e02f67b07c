import { below } from '../project/node-package-manager';
import { readDevelopmentPackages, type DevelopmentPackages } from '../project/development-packages';
import { findCommandFolder } from './command-folder';
import { isForDevelopment } from './development-stage';
import { joinPath } from './files';
import { instructionsBehind, isPlainStep } from './later-steps';
import type { DockerfileModel } from './model';
import { hasOption, type PackageOperation } from './packages';
import { worksElsewhere } from './project-directory';
import type { Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** An install whose packages for development reach the image. */
export interface DevelopmentInstall {
  readonly stage: Stage;
  readonly operation: PackageOperation;
  readonly packages: DevelopmentPackages;
  /** True when a step of the build, or the start of the container, may need them. */
  readonly isNeeded: boolean;
}

/** How the managers are told to leave them out, besides by an option. */
interface Habits {
  readonly manifest: string;
  readonly variables: readonly string[];
  /** Where the packages lie, from the folder of the manifest or absolute. */
  readonly result: string;
}

const habitsOf: ReadonlyMap<string, Habits> = new Map([
  [
    'composer',
    { manifest: 'composer.json', variables: ['COMPOSER_NO_DEV', 'COMPOSER'], result: 'vendor' },
  ],
  [
    'bundler',
    {
      manifest: 'Gemfile',
      variables: ['BUNDLE_WITHOUT', 'BUNDLE_ONLY', 'BUNDLE_WITH', 'BUNDLE_GEMFILE'],
      result: '/usr/local/bundle',
    },
  ],
  [
    'uv',
    {
      manifest: 'pyproject.toml',
      variables: ['UV_NO_DEV', 'UV_NO_DEFAULT_GROUPS', 'UV_NO_GROUP', 'UV_PROJECT'],
      result: '.venv',
    },
  ],
  ['poetry', { manifest: 'pyproject.toml', variables: [], result: '.venv' }],
]);

/** The installs of Composer, Bundler, uv and Poetry that bring packages for development into the image. */
export function findDevelopmentInstalls(model: DockerfileModel): readonly DevelopmentInstall[] {
  const { target } = model;
  if (model.context === undefined || target === undefined || isForDevelopment(target)) return [];
  if (isDevelopmentImage(model, target)) return [];
  return model.stages
    .filter((stage) => !isForDevelopment(stage))
    .flatMap((stage) =>
      model
        .packageOperationsOf(stage)
        .flatMap((operation) => readInstall(model, stage, target, operation) ?? []),
    );
}

function readInstall(
  model: DockerfileModel,
  stage: Stage,
  target: Stage,
  operation: PackageOperation,
): DevelopmentInstall | undefined {
  const { manager, action, packages: named, unread, command, verb } = operation;
  const habits = habitsOf.get(manager.id);
  const { context } = model;
  if (habits === undefined || context === undefined || action !== 'install') return undefined;
  const isProject = verb.takesPackages === false && named.length + unread.length === 0;
  if (!isProject || operation.global || worksElsewhere(operation)) return undefined;
  if (hasOption(operation, [...(manager.productionOnly ?? []), ...settled])) return undefined;
  if (mayBeSettled(model, stage, operation, habits)) return undefined;
  const folder = findCommandFolder(model, command);
  const manifest = folder === undefined ? undefined : joinPath(folder, habits.manifest);
  const result = folder === undefined ? undefined : joinPath(folder, habits.result);
  if (manifest === undefined || result === undefined) return undefined;
  const file = traceContextFile(model, stage, manifest, command.instruction.span.start);
  if (file?.endsWith(habits.manifest) !== true || !reaches(model, stage, result)) return undefined;
  const home = file.slice(0, Math.max(0, file.length - habits.manifest.length - 1));
  const packages = readDevelopmentPackages(context, home, manager.id);
  if (packages === undefined || packages.names.length === 0) return undefined;
  if (manager.id === 'bundler' && !runsInProduction(model, target)) return undefined;
  if (context.has(below(home, 'poetry.toml')) === 'yes' && manager.id === 'poetry')
    return undefined;
  const isNeeded = mayBeNeeded(model, stage, operation);
  return { stage, operation, packages, isNeeded };
}

/** Options that choose other groups, or install nothing. */
const settled =
  '--dev --only --only-group --only-dev --group --all-groups --without --with --only-root --dry-run --no-install --help -h'.split(
    ' ',
  );

/** True when a variable, or a command of the same manager, may leave the packages out. */
function mayBeSettled(
  model: DockerfileModel,
  stage: Stage,
  { command, manager }: PackageOperation,
  { variables }: Habits,
): boolean {
  const scope = model.variables.before(stage, command.instruction);
  const isSet = variables.some(
    (name) => scope.get(name) !== undefined || command.instruction.argumentText.includes(name),
  );
  return (
    isSet ||
    model.stages
      .flatMap((each) => each.instructions)
      .some(
        ({ keyword, argumentText }) =>
          keyword === 'RUN' &&
          (/\bbundle\s+config\b[^&;]*\b(?:without|only)\b/.test(argumentText) ||
            (manager.id !== 'bundler' &&
              /\s--(?:no-dev|without[ =]dev|only[ =]main)\b/.test(argumentText))),
      )
  );
}

/** True when the packages are in the image: installed in a shipped stage, or copied from there. */
function reaches(model: DockerfileModel, stage: Stage, result: string): boolean {
  if (model.isShipped(stage)) return true;
  const path = `${result.replace(/^\//, '')}/`;
  return model.stages
    .filter((each) => model.isShipped(each))
    .flatMap((each) => model.copiesOf(each))
    .some(
      ({ origin, sources }) =>
        origin.kind === 'stage' &&
        origin.stage === stage &&
        sources.some(
          (source) =>
            source.path === '.' ||
            (source.path !== undefined && path.startsWith(`${source.path.replace(/\/$/, '')}/`)),
        ),
    );
}

const modes = ['APP_ENV', 'RAILS_ENV', 'RACK_ENV', 'SYMFONY_ENV', 'FLASK_ENV', 'DJANGO_ENV', 'ENV'];

/** An image that runs its framework in the mode for development needs what belongs to it. */
function isDevelopmentImage(model: DockerfileModel, target: Stage): boolean {
  const scope = model.variables.atEnd(target);
  return modes.some((name) => /^(?:dev|local|test)/i.test(scope.get(name)?.value ?? ''));
}

function runsInProduction(model: DockerfileModel, target: Stage): boolean {
  const scope = model.variables.atEnd(target);
  return ['RAILS_ENV', 'RACK_ENV'].some((name) => scope.get(name)?.value === 'production');
}

/** Commands that only tidy up what Composer made. */
const tidying = /^(?:dump-?autoload|clear-?cache|cc)$/;

function mayBeNeeded(
  model: DockerfileModel,
  stage: Stage,
  { command, manager }: PackageOperation,
): boolean {
  const behind = instructionsBehind(model, stage, command.instruction);
  const isTidying = (run: (typeof behind)[number]): boolean =>
    model
      .executionOf(run)
      .commands.every(
        ({ name, words }) => name === 'composer' && tidying.test(words[1]?.value ?? ''),
      );
  const own = model
    .executionOf(command.instruction)
    .commands.filter(({ shell }) => command.shell.span.start < shell.span.start)
    .some(({ name, words }) =>
      name === 'composer' ? !tidying.test(words[1]?.value ?? '') : !plain.has(name ?? ''),
    );
  const starts = behind.some(
    ({ keyword, argumentText }) =>
      (keyword === 'CMD' || keyword === 'ENTRYPOINT') && /\buv\W+run\b/.test(argumentText),
  );
  return (
    own ||
    (manager.id === 'uv' && starts) ||
    behind.some((each) => each.keyword === 'RUN' && !isPlainStep(model, each) && !isTidying(each))
  );
}

const plain = new Set(['rm', 'chown', 'chmod', 'mkdir', 'true', 'echo']);
