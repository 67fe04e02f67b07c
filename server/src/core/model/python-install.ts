import { readPyproject } from '../project/python-project';
import { readRequirements, toPackageName, type Requirement } from '../project/requirements';
import type { Instruction } from '../syntax/instruction';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { hasOption, type PackageOperation } from './packages';
import { worksElsewhere } from './project-directory';
import type { Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';
import { findVirtualEnvironments } from './virtual-environments';

/** How a stage installs what a Python program needs. */
export interface PythonInstall {
  readonly tool: 'pip' | 'uv' | 'poetry';
  /** The RUN of the last install. */
  readonly lastRun: Instruction;
  /** The RUN in front of which a virtual environment has to be made; undefined: the stage makes its own. */
  readonly makeBefore: Instruction | undefined;
  /** The environment, absolute: the new one or that of the stage. */
  readonly environment: string;
  /** True when the tool finds the environment by `VIRTUAL_ENV`. */
  readonly needsVariable: boolean;
  /** What is installed, dependencies of dependencies left out. */
  readonly requirements: readonly Requirement[];
  /** True when the project itself is installed with its programs. */
  readonly installsItself: boolean;
}

export type PythonInstallOutcome = PythonInstall | string | undefined;

/** Where a new environment is made. */
const newEnvironment = '/opt/venv';

const tools = /^(?:pip|setuptools|wheel|uv|poetry|pipenv|build|poetry-plugin-export|virtualenv)$/;
const managers = new Set(['pip', 'uv', 'poetry', 'pipenv', 'pdm', 'conda']);

/**
 * Reads how a stage installs Python packages. Undefined when it does not; a sentence when it does so in a way
 * that cannot be moved to a virtual environment.
 */
export function readPythonInstall(model: DockerfileModel, stage: Stage): PythonInstallOutcome {
  const operations = model
    .packageOperationsOf(stage)
    .filter(({ manager, action }) => managers.has(manager.id) && action === 'install');
  const real = operations.filter((operation) => !installsTools(operation));
  const [first] = real;
  if (first === undefined) return undefined;
  const unread = real.find(({ unread: words }) => words.length !== 0);
  if (unread !== undefined) return 'The options of an install are held in a variable.';
  const ids = [...new Set(real.map(({ manager }) => manager.id))];
  if (ids.length !== 1) return `${ids.join(' and ')} install into one image.`;
  if (real.some((operation) => worksElsewhere(operation))) {
    return 'An install works on another folder.';
  }
  const found = readTool(model, stage, { operations, real, first });
  const lastRun = real.at(-1)?.command.instruction ?? first.command.instruction;
  return typeof found === 'string' ? found : { ...found, lastRun };
}

interface Installs {
  readonly operations: readonly PackageOperation[];
  /** Those that install more than tools. */
  readonly real: readonly PackageOperation[];
  readonly first: PackageOperation;
}

type Environment = Omit<PythonInstall, 'lastRun'> | string;

function readTool(
  model: DockerfileModel,
  stage: Stage,
  { operations, real, first }: Installs,
): Environment {
  const { id } = first.manager;
  switch (id) {
    case 'pip':
      return readPip(model, stage, operations, real);
    case 'uv':
      return readUv(model, stage, first, real);
    case 'poetry':
      return readPoetry(model, stage, first, real);
    default:
      return `Where ${id} keeps what it installs is not known.`;
  }
}

/** `pip install --upgrade pip`, `pip install poetry`. */
function installsTools({ manager, packages, options }: PackageOperation): boolean {
  return (
    manager.id === 'pip' &&
    packages.length !== 0 &&
    packages.every(
      ({ kind, name }) => kind === 'named' && name !== undefined && tools.test(name),
    ) &&
    !options.some(({ name }) => name === '-r' || name === '--requirement')
  );
}

const foreignTargets = [
  '--user',
  '-t',
  '--target',
  '--prefix',
  '--root',
  '--break-system-packages',
  '--python',
];

function readPip(
  model: DockerfileModel,
  stage: Stage,
  operations: readonly PackageOperation[],
  real: readonly PackageOperation[],
): Environment {
  const elsewhere = real.find((operation) => hasOption(operation, foreignTargets));
  if (elsewhere !== undefined) return 'pip installs into a folder of its own.';
  const requirements = requirementsOf(model, stage, real);
  if (typeof requirements === 'string') return requirements;
  const own = findVirtualEnvironments(model, stage);
  const base = { tool: 'pip', requirements, needsVariable: false, installsItself: false } as const;
  const [environment, ...others] = own;
  if (environment !== undefined) {
    if (others.length !== 0) return 'The stage makes several virtual environments.';
    return usesEnvironment(model, real, environment.path)
      ? { ...base, makeBefore: undefined, environment: environment.path }
      : 'pip installs beside the virtual environment of the stage.';
  }
  const full = operations.find(({ command }) => command.shell.program?.text.includes('/') === true);
  if (full !== undefined) return 'pip is called by its full path.';
  const before = operations[0]?.command.instruction;
  return { ...base, makeBefore: before, environment: newEnvironment };
}

/** True when every pip is that of the environment, by its path or by PATH. */
function usesEnvironment(
  model: DockerfileModel,
  operations: readonly PackageOperation[],
  folder: string,
): boolean {
  return operations.every(({ command }) => {
    const { instruction } = command;
    const program = command.shell.program?.value;
    if (program?.startsWith(`${folder}/bin/`) === true) return true;
    const stage = model.stageOf(instruction);
    if (program?.includes('/') === true || stage === undefined) return false;
    const path = model.variables.before(stage, instruction).get('PATH');
    return (path?.assignment?.value?.text.replace(/["']/g, '') ?? '').startsWith(`${folder}/bin:`);
  });
}

function readUv(
  model: DockerfileModel,
  stage: Stage,
  first: PackageOperation,
  real: readonly PackageOperation[],
): Environment {
  const verbs = new Set(real.map(({ verb }) => verb.words.join(' ')));
  if (verbs.size !== 1 || !verbs.has('sync')) return 'uv installs without a project environment.';
  const { instruction } = first.command;
  const paths = findVirtualEnvironments(model, stage).map(({ path }) => path);
  const [environment, ...others] = [...new Set(paths)];
  if (environment === undefined || others.length !== 0) {
    return 'Which environment uv fills is not known.';
  }
  const project = readProject(model, stage, instruction);
  if (typeof project === 'string') return project;
  const { workdir, ...found } = project;
  const python = findOtherPython(model, stage, instruction, workdir);
  if (python !== undefined) return python;
  return { tool: 'uv', makeBefore: undefined, environment, needsVariable: false, ...found };
}

/** uv downloads a Python of its own when that of the image does not fit the project. */
function findOtherPython(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  workdir: string,
): string | undefined {
  const { base } = stage;
  const version = base.kind === 'image' ? /^3\.(\d+)/.exec(base.tag ?? '')?.[1] : undefined;
  const { start } = instruction.span;
  const pin = traceContextFile(model, stage, `${workdir}/.python-version`, start);
  const pinned = pin === undefined ? undefined : model.context?.text(pin);
  const reason = 'uv may have brought a Python of its own.';
  if (version === undefined) return reason;
  if (pin !== undefined && !new RegExp(`^3\\.${version}\\s*$`).test(pinned ?? '')) return reason;
  const file = traceContextFile(model, stage, `${workdir}/pyproject.toml`, start);
  const text = file === undefined ? '' : (model.context?.text(file) ?? '');
  const range = /^requires-python\s*=\s*["']([^"']+)["']/m.exec(text)?.[1];
  if (range === undefined) return undefined;
  const fits = range.split(',').every((part) => {
    const [, operator = '', minor = ''] = /^\s*(>=|<)\s*3\.(\d+)(?:\.0)?\s*$/.exec(part) ?? [];
    if (operator === '>=') return Number(minor) <= Number(version);
    return operator === '<' ? Number(version) < Number(minor) : /^\s*<\s*4(?:\.0)?\s*$/.test(part);
  });
  return fits ? undefined : reason;
}

function readPoetry(
  model: DockerfileModel,
  stage: Stage,
  first: PackageOperation,
  real: readonly PackageOperation[],
): Environment {
  const { instruction } = first.command;
  const project = readProject(model, stage, instruction);
  if (typeof project === 'string') return project;
  const { workdir, ...found } = project;
  const installsItself =
    found.installsItself &&
    real.some((operation) => !hasOption(operation, ['--no-root', '--only-root']));
  const settings = poetrySettings(model, stage, instruction);
  const base = { tool: 'poetry', ...found, installsItself } as const;
  if (settings.inProject) {
    const environment = `${workdir === '/' ? '' : workdir}/.venv`;
    return { ...base, makeBefore: undefined, environment, needsVariable: false };
  }
  return { ...base, makeBefore: instruction, environment: newEnvironment, needsVariable: true };
}

/** `virtualenvs.in-project`, from the command line, ENV or `poetry.toml`. */
function poetrySettings(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
): { readonly inProject: boolean } {
  const configured = model.commandsOf(stage).some(({ words }) => {
    const texts = words.map(({ text }) => text);
    const at = texts.indexOf('virtualenvs.in-project');
    return texts[1] === 'config' && 0 < at && texts[at + 1] === 'true';
  });
  const variable = model.variables
    .before(stage, instruction)
    .get('POETRY_VIRTUALENVS_IN_PROJECT')?.value;
  return { inProject: configured || /^(?:1|true)$/i.test(variable ?? '') };
}

interface Project extends Pick<PythonInstall, 'requirements' | 'installsItself'> {
  readonly workdir: string;
}

function readProject(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
): Project | string {
  const workdir = model.workdirAt(instruction);
  const path = joinPath(workdir, 'pyproject.toml');
  const file =
    path === undefined ? undefined : traceContextFile(model, stage, path, instruction.span.start);
  const { context } = model;
  const project =
    file === undefined || context === undefined
      ? undefined
      : readPyproject(context, file.replace(/\/?pyproject\.toml$/, ''));
  if (workdir === undefined || project === undefined) {
    return 'The pyproject.toml of the project could not be read.';
  }
  const { dependencies, installsItself } = project;
  return { requirements: dependencies, installsItself, workdir };
}

function requirementsOf(
  model: DockerfileModel,
  stage: Stage,
  operations: readonly PackageOperation[],
): readonly Requirement[] | string {
  const found: Requirement[] = [];
  for (const operation of operations) {
    for (const { kind, name, version, word } of operation.packages) {
      if (kind !== 'named' || name === undefined) {
        return `What pip installs from "${word.text}" is not known.`;
      }
      const base = { name: toPackageName(name), specifier: version ?? '', text: word.text };
      found.push({ ...base, kind: 'named' });
    }
    const files = operation.options.filter(({ name }) => name === '-r' || name === '--requirement');
    if (hasOption(operation, ['-e', '--editable', '--group'])) {
      return 'pip installs the project itself.';
    }
    for (const { value } of files) {
      const read = readFile(model, stage, operation, value);
      if (read === undefined) return `The file "${value ?? ''}" could not be read.`;
      found.push(...read);
    }
  }
  const local = found.find(({ kind }) => kind !== 'named');
  return local === undefined ? found : `What pip installs from "${local.text}" is not known.`;
}

function readFile(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
  value: string | undefined,
): readonly Requirement[] | undefined {
  const { instruction } = operation.command;
  const path = value === undefined ? undefined : joinPath(model.workdirAt(instruction), value);
  const file =
    path === undefined ? undefined : traceContextFile(model, stage, path, instruction.span.start);
  if (file === undefined || model.context === undefined) return undefined;
  const read = readRequirements(model.context, file);
  return read?.complete === true ? read.requirements : undefined;
}
