import { findPythonSystemNeed } from '../data/python-system-packages';
import type { BuildContext } from '../project/build-context';
import { foldersAbove, type InputAnswer } from '../project/install-inputs';
import { below } from '../project/node-package-manager';
import { findPythonInputs, findRequirementInputs } from '../project/python-install';
import { readPythonLock, type LockedPackage, type PythonLock } from '../project/python-lock';
import { readPipfile, readPyproject, type PythonProject } from '../project/python-project';
import { readRequirements, type Requirement } from '../project/requirements';
import { presence, fact, type Fact } from './evidence';
import type { ImagePlan } from './image-plan';
import { findPythonRange } from './python-version';

export type PythonManager = 'uv' | 'pip' | 'poetry' | 'pipenv';

/** How the packages of a Python project are installed. */
export interface PythonPackages {
  readonly folder: string;
  /** Undefined: there is nothing to install. */
  readonly manager: Fact<PythonManager> | undefined;
  /** Version of the manager that wrote the lock file. */
  readonly managerVersion: string | undefined;
  /** What `pyproject.toml` or `Pipfile` says; undefined when there is none. */
  readonly project: PythonProject | undefined;
  /** The requirements file that pip is given. */
  readonly requirementsFile: string | undefined;
  /** Undefined: there is none, so an install cannot be repeated. A requirements file with versions is one. */
  readonly lockFile: string | undefined;
  /** True when pip can check each download by its hash. */
  readonly hashed: boolean;
  /** What an install reads; undefined: perhaps everything. */
  readonly inputs: readonly string[] | undefined;
  /** Why `inputs` is not known. */
  readonly inputsUnknown: string | undefined;
  /** Files besides the sources and `inputs` that the build of the project itself reads. */
  readonly projectFiles: readonly string[];
  /** Versions of Python that the project allows, as npm writes ranges; undefined: any. */
  readonly range: Fact<string | undefined>;
  /** Names of the packages that are installed, as far as the files tell; sorted. */
  readonly names: readonly string[];
  /** The packages with their wheels; undefined: no lock file that says so could be read. */
  readonly locked: readonly LockedPackage[] | undefined;
  /** Packages of Debian that the build needs besides. */
  readonly buildLibraries: readonly string[];
  /** Packages of Debian that the program needs. */
  readonly libraries: readonly string[];
  /** Variables that the requirements file takes credentials from. */
  readonly settingVariables: readonly string[];
}

/** In the order of preference. Source: customs of the tools named, and of Django projects. */
const requirementFiles = [
  'requirements.txt',
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements/requirements.txt',
  'requirements-prod.txt',
  'requirements-production.txt',
];

/** The files of a folder that make it a Python project; undefined when there is none. */
export function findPythonManifest(context: BuildContext, folder: string): string | undefined {
  return [
    'pyproject.toml',
    'Pipfile',
    ...requirementFiles,
    'setup.py',
    'environment.yml',
    'environment.yaml',
  ]
    .map((name) => below(folder, name))
    .find((path) => context.has(path) === 'yes');
}

/**
 * Reads how the packages of a folder are installed; a sentence when that cannot be done in an image.
 * A folder without manifests has no packages.
 */
export function readPythonPackages(context: BuildContext, folder: string): PythonPackages | string {
  return context.fact(`python-packages:${folder}`, () => read(context, folder));
}

/** True for a member of a workspace of uv, which has the lock file of the workspace. */
export function isWorkspaceMember(context: BuildContext, folder: string): boolean {
  const above = foldersAbove(folder);
  return (
    ['uv.lock', 'requirements.txt'].every((name) => context.has(below(folder, name)) !== 'yes') &&
    above.some((each) =>
      /^\s*\[tool\.uv\.workspace\]/m.test(context.text(below(each, 'pyproject.toml')) ?? ''),
    )
  );
}

function read(context: BuildContext, folder: string): PythonPackages | string {
  if (isWorkspaceMember(context, folder)) {
    return `${folder} is a member of a workspace of uv: write what it needs to ${below(folder, 'requirements.txt')} with "uv export --package NAME --no-dev --no-emit-workspace".`;
  }
  const manager = findManager(context, folder);
  if (typeof manager === 'string') return manager;
  const project =
    manager?.value === 'pipenv' ? readPipfile(context, folder) : readPyproject(context, folder);
  if (manager !== undefined && manager.value !== 'pip' && project === undefined) {
    return `${below(folder, manager.value === 'pipenv' ? 'Pipfile' : 'pyproject.toml')} cannot be read.`;
  }
  const requirementsFile = manager?.value === 'pip' ? manager.evidence.file : undefined;
  const requirements =
    requirementsFile === undefined ? undefined : readRequirements(context, requirementsFile);
  if (requirementsFile !== undefined && requirements === undefined) {
    return `${requirementsFile} cannot be read.`;
  }
  const [missing] = requirements?.missing ?? [];
  if (requirementsFile !== undefined && missing !== undefined) {
    return `${requirementsFile} names ${missing}, which is not in the folder that the image is built from.`;
  }
  const inputs = findInputs(context, folder, manager?.value, requirementsFile);
  const lock = findLock(context, folder, manager?.value);
  const direct = requirements?.requirements ?? project?.dependencies ?? [];
  const names = collectNames(direct, lock);
  const needs = names.flatMap((name) => findPythonSystemNeed(name) ?? []);
  const libpq = needsLibpq(direct, names) ? ['libpq5'] : [];
  const git = usesGit(context, folder, direct) ? ['git'] : [];
  return {
    folder,
    manager,
    managerVersion: lock?.writtenBy,
    project,
    requirementsFile,
    lockFile: findLockFile(context, folder, manager?.value, { requirementsFile, direct }),
    hashed: requirements?.hashed === true,
    inputs: typeof inputs === 'string' ? undefined : inputs?.files,
    inputsUnknown: typeof inputs === 'string' ? inputs : undefined,
    projectFiles: findProjectFiles(context, folder, project),
    range: findPythonRange(context, folder, project),
    names,
    locked:
      lock?.packages.some(({ wheels }) => wheels === undefined) === true
        ? undefined
        : lock?.packages,
    buildLibraries: toSet([...needs.flatMap(({ build }) => build), ...git]),
    libraries: toSet([...needs.flatMap(({ run }) => run), ...libpq]),
    settingVariables: requirements?.variables ?? [],
  };
}

function findManager(
  context: BuildContext,
  folder: string,
): Fact<PythonManager> | string | undefined {
  const path = (name: string): string => below(folder, name);
  const has = (name: string): boolean => context.has(path(name)) === 'yes';
  const file = requirementFiles.find(has);
  if (has('uv.lock')) return fact('uv', presence(path('uv.lock')));
  if (has('poetry.lock')) return fact('poetry', presence(path('poetry.lock')));
  if (has('Pipfile.lock')) return fact('pipenv', presence(path('Pipfile.lock')));
  if (file !== undefined) return fact('pip', presence(path(file)));
  if (has('pdm.lock')) {
    return `PDM is not known here: write its lock file out with "pdm export --prod --output ${path('requirements.txt')}".`;
  }
  if (has('Pipfile'))
    return `${path('Pipfile')} has no lock file: run "pipenv lock" and commit it.`;
  const project = readPyproject(context, folder);
  if (project !== undefined) {
    if (project.dependencies.length === 0 && !project.installsItself) return undefined;
    const text = context.text(project.path);
    const isPoetry = text !== undefined && /^\s*\[tool\.poetry\.dependencies\]/m.test(text);
    return isPoetry
      ? `${project.path} has no lock file: run "poetry lock" and commit it.`
      : fact('uv', presence(project.path));
  }
  if (has('pyproject.toml')) return `${path('pyproject.toml')} cannot be read.`;
  if (has('environment.yml') || has('environment.yaml')) {
    return 'Environments of Conda are not known here: list what is installed in a requirements.txt.';
  }
  if (has('setup.py')) {
    return `${path('setup.py')} alone does not say which versions are installed: list them in a requirements.txt.`;
  }
  return undefined;
}

function findInputs(
  context: BuildContext,
  folder: string,
  manager: PythonManager | undefined,
  requirementsFile: string | undefined,
): InputAnswer | undefined {
  if (requirementsFile !== undefined) {
    const path = requirementsFile.slice(below(folder, '').length);
    return findRequirementInputs(context, folder, [path]);
  }
  return manager === undefined || manager === 'pip'
    ? undefined
    : findPythonInputs(context, folder, manager);
}

function findLock(
  context: BuildContext,
  folder: string,
  manager: PythonManager | undefined,
): PythonLock | undefined {
  return manager === undefined || manager === 'pip'
    ? undefined
    : readPythonLock(context, folder, manager);
}

function findLockFile(
  context: BuildContext,
  folder: string,
  manager: PythonManager | undefined,
  pip: { readonly requirementsFile: string | undefined; readonly direct: readonly Requirement[] },
): string | undefined {
  if (manager === undefined) return undefined;
  if (manager === 'pip') {
    const isPinned = pip.direct.every(
      ({ specifier, kind }) => kind !== 'named' || /^={2,3}[^*,]+$/.test(specifier),
    );
    return isPinned ? pip.requirementsFile : undefined;
  }
  const name = { uv: 'uv.lock', poetry: 'poetry.lock', pipenv: 'Pipfile.lock' }[manager];
  return context.has(below(folder, name)) === 'yes' ? below(folder, name) : undefined;
}

/** What an extra of a package brings. Source: the metadata of each on PyPI, checked 2026-11-22. */
const broughtByExtras: ReadonlyMap<string, readonly string[]> = new Map([
  ['fastapi[standard]', ['uvicorn', 'httpx', 'jinja2', 'python-multipart', 'email-validator']],
  ['fastapi[all]', ['uvicorn', 'httpx', 'jinja2', 'python-multipart', 'email-validator']],
  ['litestar[standard]', ['uvicorn', 'jinja2']],
  ['psycopg[binary]', ['psycopg-binary']],
  ['psycopg[c]', ['psycopg-c']],
]);

function collectNames(
  direct: readonly Requirement[],
  lock: PythonLock | undefined,
): readonly string[] {
  return toSet([
    ...direct.flatMap(({ name }) => name ?? []),
    ...direct.flatMap(({ name, extras = [] }) =>
      extras.flatMap((extra) => broughtByExtras.get(`${String(name)}[${extra}]`) ?? []),
    ),
    ...(lock === undefined ? [] : lock.packages.map(({ name }) => name)),
  ]);
}

/** Psycopg 3 loads the library of PostgreSQL unless one of its extras brings it. */
function needsLibpq(direct: readonly Requirement[], names: readonly string[]): boolean {
  const isUsed = direct.some(({ name }) => name === 'psycopg') || names.includes('psycopg');
  return isUsed && !names.includes('psycopg-binary') && !names.includes('psycopg-c');
}

function usesGit(context: BuildContext, folder: string, direct: readonly Requirement[]): boolean {
  const manifests = ['pyproject.toml', 'Pipfile'].map(
    (name) => context.text(below(folder, name)) ?? '',
  );
  return (
    direct.some(({ text }) => /(?:^|@\s*)git\+/.test(text)) ||
    manifests.some((text) => /^[^#\n]*\bgit\s*=\s*["']/m.test(text))
  );
}

function findProjectFiles(
  context: BuildContext,
  folder: string,
  project: PythonProject | undefined,
): readonly string[] {
  const names = ['setup.py', 'setup.cfg', 'MANIFEST.in', 'hatch_build.py'];
  return [...(project?.buildFiles ?? []), ...names]
    .flatMap((name) => context.matches(below(folder, name)))
    .filter((path) => !context.isFolder(path));
}

function toSet(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** What the manifest says for the labels of the image. */
export function describePythonProject({
  project,
}: PythonPackages): Pick<ImagePlan, 'description' | 'source' | 'licence'> {
  if (project === undefined) return {};
  const { description, licence, repository } = project;
  return {
    ...(description === undefined || description === '' ? {} : { description }),
    ...(repository?.startsWith('https://') === true
      ? { source: repository.replace(/\.git$/, '') }
      : {}),
    ...(licence === undefined ? {} : { licence }),
  };
}
