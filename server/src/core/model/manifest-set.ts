import type { BuildContext } from '../project/build-context';
import { findBundlerInputs } from '../project/bundler-install';
import { findCargoInputs } from '../project/cargo-install';
import { findComposerInputs } from '../project/composer-install';
import { findDotnetInputs } from '../project/dotnet-install';
import { findGoInputs } from '../project/go-install';
import type { InputAnswer, InstallInputs } from '../project/install-inputs';
import { findMavenInputs } from '../project/maven-install';
import { findNodeInputs } from '../project/node-install';
import { findNodeRelease } from '../project/node-package-manager';
import { findPythonInputs, findRequirementInputs, uvSettingFiles } from '../project/python-install';
import { readPyproject } from '../project/python-project';
import type { DependencyInstall } from './dependency-install';
import type { DockerfileModel } from './model';
import { hasOption, type PackageOperation } from './packages';
import { worksElsewhere } from './project-directory';

/** What goes above the copy of everything, so that an install or a download works there. */
export interface ManifestSet extends InstallInputs {
  /** Commands that only download, for an install that stays below; undefined: the install itself goes above. */
  readonly download: readonly string[] | undefined;
  /** Commands to put in front of the install that stays below. */
  readonly preparation: readonly string[];
}

/**
 * What an install reads of a folder of the build context, by the files that are there.
 *
 * @returns a sentence when that is not known, or more than manifests
 */
export function findManifests(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  install: DependencyInstall,
): ManifestSet | string {
  const { operation } = install;
  if (operation.unread.length !== 0) return 'Its options are held in a variable.';
  const { id } = operation.manager;
  if (['npm', 'pnpm', 'yarn', 'bun'].includes(id)) {
    return plain(findNodeManifests(context, folder, operation));
  }
  if (id === 'cargo') return findCargo(model, context, folder, operation);
  if (worksElsewhere(operation)) return 'It works on another folder or on a part of the project.';
  switch (id) {
    case 'pip':
      return plain(findRequirements(model, context, folder, operation));
    case 'uv':
      return operation.verb.words[0] === 'pip'
        ? plain(findRequirements(model, context, folder, operation))
        : findUv(model, context, folder, operation);
    case 'pipenv':
      return plain(findPythonInputs(context, folder, 'pipenv'));
    case 'poetry':
      return findPoetry(model, context, folder, operation);
    case 'bundler':
      return plain(findBundlerInputs(context, folder));
    case 'composer':
      return findComposer(model, context, folder, operation);
    case 'go':
      return findGo(context, folder, install);
    case 'maven':
      return findMaven(model, context, folder, operation);
    case 'dotnet':
      return findDotnet(model, context, folder, operation);
    case 'gradle':
      return 'Gradle has no command that only downloads what the build needs.';
    default:
      return 'What it reads is not known.';
  }
}

function plain(answer: InputAnswer): ManifestSet | string {
  return typeof answer === 'string' ? answer : { ...answer, download: undefined, preparation: [] };
}

function behind(answer: InputAnswer, download: string): ManifestSet | string {
  return typeof answer === 'string' ? answer : { ...answer, download: [download], preparation: [] };
}

/** Options that pick a part of a workspace: it is read whole all the same. */
const partOptions = new Set(['-w', '--workspace', '--workspaces', '-ws', '-F', '--filter']);

function findNodeManifests(
  context: BuildContext,
  folder: string,
  operation: PackageOperation,
): InputAnswer {
  const options = operation.options.filter(({ name }) => !partOptions.has(name));
  const isElsewhere = worksElsewhere({ ...operation, options });
  if (isElsewhere || operation.verb.words.includes('*')) return 'It works on another folder.';
  if (hasOption(operation, ['--global-folder', '--lockfile-dir', '--pnpmfile', '--userconfig'])) {
    return 'Its options name files that it reads.';
  }
  const release = findNodeRelease(context, folder, operation.manager.id);
  if (release === undefined) return 'Which release of Yarn reads the project is not known.';
  const runsScripts = !hasOption(operation, ['--ignore-scripts']);
  return findNodeInputs(context, folder, { release, runsScripts });
}

const requirementOptions = /^(?:-r|-c|--requirements?|--constraints?)$/;

/** Settings of pip that name files it reads. */
const pipSettings = ['PIP_REQUIREMENT', 'PIP_CONSTRAINT', 'PIP_FIND_LINKS', 'PIP_CONFIG_FILE'];

function findRequirements(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  operation: PackageOperation,
): InputAnswer {
  const { instruction } = operation.command;
  const stage = model.stageOf(instruction);
  const scope = stage === undefined ? undefined : model.variables.before(stage, instruction);
  const setting = pipSettings.find((name) => scope?.get(name) !== undefined);
  if (setting !== undefined) return `${setting} names files that pip reads.`;
  if (operation.packages.some(({ kind }) => kind !== 'named')) return needsSources;
  if (hasOption(operation, ['-e', '--editable', '--group'])) return needsSources;
  if (hasOption(operation, ['-f', '--find-links', '-t', '--target', '--src', '-b'])) {
    return 'Its options name folders.';
  }
  const paths = operation.options
    .filter(({ name }) => requirementOptions.test(name))
    .map(({ value }) => value);
  const known = paths.filter((path) => path !== undefined);
  if (known.length < paths.length) return 'Which requirement files it reads is not known.';
  const workdir = model.workdirAt(instruction);
  const relative = known.map((path) =>
    workdir !== undefined && path.startsWith(`${workdir}/`) ? path.slice(workdir.length + 1) : path,
  );
  const answer = findRequirementInputs(context, folder, relative);
  if (typeof answer === 'string' || operation.manager.id === 'pip') return answer;
  return { ...answer, files: [...answer.files, ...uvSettingFiles(context, folder)] };
}

const needsSources = 'It installs the project itself, which needs its sources.';

/** The command of an operation with options behind its verb, variables of its own and wrappers included. */
function withOption(model: DockerfileModel, operation: PackageOperation, option: string): string {
  const { span } = operation.command.shell;
  const { end } = operation.verbWord.span;
  return `${model.text.slice(span.start, end)} ${option}${model.text.slice(end, span.end)}`;
}

function findUv(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  operation: PackageOperation,
): ManifestSet | string {
  if (hasOption(operation, ['--script', '--package', '--all-packages', '--only-group'])) {
    return 'It works on another folder or on a part of the project.';
  }
  const answer = findPythonInputs(context, folder, 'uv');
  const isAlone = readPyproject(context, folder)?.installsItself === false;
  return isAlone || hasOption(operation, ['--no-install-project'])
    ? plain(answer)
    : behind(answer, withOption(model, operation, '--no-install-project'));
}

function findPoetry(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  operation: PackageOperation,
): ManifestSet | string {
  if (hasOption(operation, ['--only-root'])) return needsSources;
  const answer = findPythonInputs(context, folder, 'poetry');
  // Poetry installs the project unless it says otherwise: https://python-poetry.org/docs/basic-usage/#operating-modes
  const text = context.text(folder === '' ? 'pyproject.toml' : `${folder}/pyproject.toml`) ?? '';
  const isAlone = /^\s*package-mode\s*=\s*false/m.test(text);
  return isAlone || hasOption(operation, ['--no-root'])
    ? plain(answer)
    : behind(answer, withOption(model, operation, '--no-root'));
}

function findComposer(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  operation: PackageOperation,
): ManifestSet | string {
  const answer = findComposerInputs(context, folder);
  const missing = ['--no-scripts', '--no-autoloader'].filter(
    (option) => !hasOption(operation, [option]),
  );
  if (missing.length === 0) return plain(answer);
  return behind(answer, withOption(model, operation, missing.join(' ')));
}

function findGo(
  context: BuildContext,
  folder: string,
  install: DependencyInstall,
): ManifestSet | string {
  if (install.obstacle !== undefined) return install.obstacle;
  const answer = findGoInputs(context, folder);
  return install.download === undefined ? plain(answer) : behind(answer, install.download);
}

/** Options of Maven that name another project, or forbid what a download needs. */
const foreignMavenOptions = ['-f', '--file', '-pl', '--projects', '-o', '--offline', '-s', '-gs'];

function findMaven(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  operation: PackageOperation,
): ManifestSet | string {
  if (hasOption(operation, foreignMavenOptions))
    return 'Its options name files, or forbid downloads.';
  const answer = findMavenInputs(context, folder);
  if (operation.goals.every(({ text }) => /:go-offline$|:resolve/.test(text))) return plain(answer);
  const { words, shell } = operation.command;
  const [program] = words;
  if (program === undefined) return 'What it reads is not known.';
  const goals = new Set(operation.goals);
  const kept = words.filter((word) => !goals.has(word)).map(({ text }) => text);
  const prefix = model.text.slice(shell.span.start, program.span.start);
  return behind(answer, `${prefix}${kept.join(' ')} dependency:go-offline`);
}

function findCargo(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  operation: PackageOperation,
): ManifestSet | string {
  const { verb, options, command } = operation;
  if (verb.words[0] !== 'build' && verb.words[0] !== 'b') {
    return 'Only "cargo build" can build the dependencies alone.';
  }
  const target = options.find(({ name }) => name === '--target')?.value;
  const isOdd = options.some(
    ({ name, value }) => name === '--target' && !(value ?? '').includes('-linux-'),
  );
  if (isOdd) return `A placeholder is not known to build for "${target ?? 'the target'}".`;
  const foreign = [
    '-C',
    '--manifest-path',
    '--offline',
    '--frozen',
    '--target-dir',
    '--config',
    '-Z',
  ];
  if (hasOption(operation, foreign)) return 'Its options name folders, or forbid downloads.';
  if (
    hasOption(operation, [
      '--tests',
      '--benches',
      '--examples',
      '--all-targets',
      '--test',
      '--example',
      '--bench',
    ])
  ) {
    return 'It builds tests, benches or examples.';
  }
  const inputs = findCargoInputs(context, folder);
  if (typeof inputs === 'string') return inputs;
  const prefix = folder === '' ? '' : `${folder}/`;
  const relative = (path: string): string => path.slice(prefix.length);
  const programs = inputs.programs.map(relative);
  const libraries = inputs.libraries.map(relative);
  const folders = [
    ...new Set([...programs, ...libraries].map((path) => path.replace(/\/[^/]+$/, ''))),
  ];
  const { start, end } = command.shell.span;
  return {
    ...inputs,
    download: [
      `mkdir -p ${folders.join(' ')}`,
      ...programs.map((path) => `echo 'fn main() {}' > ${path}`),
      ...(libraries.length === 0 ? [] : [`touch ${libraries.join(' ')}`]),
      model.text.slice(start, end),
    ],
    // Cargo compares times: sources older than the placeholders' build would count as built.
    preparation: [`touch ${[...programs, ...libraries].join(' ')}`],
  };
}

function findDotnet(
  model: DockerfileModel,
  context: BuildContext,
  folder: string,
  operation: PackageOperation,
): ManifestSet | string {
  const [first, ...others] = operation.packages;
  const target = first === undefined ? '.' : first.word.value;
  if (target === undefined || others.length !== 0) return 'Which project it works on is not known.';
  if (hasOption(operation, ['--configfile', '--no-restore', '--packages', '-s', '--source'])) {
    return 'Its options name folders, or forbid downloads.';
  }
  const answer = findDotnetInputs(context, folder, target);
  if (operation.verb.words[0] === 'restore') return plain(answer);
  const runtime = operation.options.find(({ name }) =>
    /^(?:-r|-a|--runtime|--arch|--os)$/.test(name),
  );
  if (runtime !== undefined) return `"${runtime.name}" changes what is restored.`;
  const { words, shell } = operation.command;
  const [program] = words;
  if (program === undefined) return 'What it reads is not known.';
  const prefix = model.text.slice(shell.span.start, program.span.start);
  const named = first === undefined ? '' : ` ${first.word.text}`;
  return behind(answer, `${prefix}${program.text} restore${named}`);
}
