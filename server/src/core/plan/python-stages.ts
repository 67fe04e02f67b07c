import type { RecipeImage } from '../data/recipe-images';
import type { CopyStep, Environment, Mount, PlannedSecret, RunStep, Step } from './image-plan';
import type { PythonManager, PythonPackages } from './python-packages';
import { planSystemPackages } from './system-packages';

/** The virtual environment: at the same place where it is made and where it is used. */
export const environmentFolder = '/app/.venv';

/**
 * Newest releases of the managers: what they read is the same in older ones.
 * Source: PyPI (uv, poetry, pipenv); ghcr.io/astral-sh/uv has an image for each release. Checked 2026-11-22.
 */
const newest = { uv: '0.13', poetry: '2.5.1', pipenv: '2026.10.3' } as const;

/** Settings of the managers for a build. Source: the documentation of each on its variables. */
const settings: Readonly<Record<PythonManager, Environment>> = {
  uv: [
    ['UV_LINK_MODE', 'copy'],
    ['UV_COMPILE_BYTECODE', '1'],
    ['UV_PYTHON_DOWNLOADS', 'never'],
  ],
  pip: [['PIP_DISABLE_PIP_VERSION_CHECK', '1']],
  poetry: [
    ['PIP_DISABLE_PIP_VERSION_CHECK', '1'],
    ['POETRY_NO_INTERACTION', '1'],
    ['POETRY_VIRTUALENVS_IN_PROJECT', 'true'],
  ],
  pipenv: [
    ['PIP_DISABLE_PIP_VERSION_CHECK', '1'],
    ['PIPENV_VENV_IN_PROJECT', '1'],
    ['PIPENV_NOSPIN', '1'],
  ],
};

/** Steps of the stage that the others start from: the folder, and what the system has to bring. */
export function planPythonBase(packages: PythonPackages, image: RecipeImage): readonly Step[] {
  const isDebian = image.base === 'distroless';
  const tools =
    packages.manager === undefined ? [] : ['ca-certificates', 'python3-pip', 'python3-venv'];
  const system = [...(isDebian ? ['python3', ...tools] : []), ...packages.buildLibraries];
  const comment = isDebian
    ? 'The same Python as in the image that runs, at the same path.'
    : 'What packages are built with that have no wheels, or come from a repository.';
  return [{ kind: 'workdir', path: '/app' }, ...planSystemPackages(image.libc, system, comment)];
}

/** Steps that make the virtual environment, the project itself left out. */
export function planPythonInstall(
  packages: PythonPackages,
  manager: PythonManager,
  version: string,
): readonly Step[] {
  return [
    ...planManager(packages, manager, version),
    ...planInputs(packages, manager),
    {
      kind: 'run',
      mounts: planMounts(packages, manager),
      commands: installCommands(packages, manager),
    },
    { kind: 'environment', values: [['PATH', `${environmentFolder}/bin:$PATH`]] },
  ];
}

function planManager(
  packages: PythonPackages,
  manager: PythonManager,
  version: string,
): readonly Step[] {
  const environment: Step = {
    kind: 'environment',
    values: [
      ...settings[manager],
      // A file may ask for a patch release that the image does not have.
      ...(manager === 'uv' ? [['UV_PYTHON', version] as const] : []),
    ],
  };
  if (manager === 'pip') return [environment];
  if (manager === 'uv') {
    const copy: CopyStep = {
      kind: 'copy',
      from: `ghcr.io/astral-sh/uv:${newest.uv}`,
      sources: ['/uv'],
      target: '/usr/local/bin/',
    };
    return [copy, environment];
  }
  const release = manager === 'poetry' ? findPoetry(packages.managerVersion) : newest.pipenv;
  const install: RunStep = {
    kind: 'run',
    mounts: [{ kind: 'cache', target: '/root/.cache/pip' }],
    commands: [
      `python3 -m venv /opt/${manager}`,
      `/opt/${manager}/bin/pip install ${manager}==${release}`,
    ],
  };
  return [environment, install];
}

/** That of the lock file; Poetry 2 reads what Poetry 1 wrote. */
function findPoetry(version: string | undefined): string {
  return version?.startsWith('2.') === true ? version : newest.poetry;
}

/** All sources, when what the install reads is not known, or the tool writes beside it. */
function planInputs(packages: PythonPackages, manager: PythonManager): readonly Step[] {
  if (packages.inputs === undefined) return [{ kind: 'copy', sources: ['.'], target: '.' }];
  if (canBind(packages, manager)) return [];
  return [{ kind: 'copy', sources: packages.inputs, target: './', parents: true }];
}

/** Without a lock file, uv writes one beside the manifest. */
function canBind({ inputs, lockFile }: PythonPackages, manager: PythonManager): boolean {
  return inputs !== undefined && (manager === 'pip' || lockFile !== undefined);
}

function planMounts(packages: PythonPackages, manager: PythonManager): readonly Mount[] {
  const { inputs = [], settingVariables } = packages;
  const caches: Readonly<Record<PythonManager, readonly string[]>> = {
    uv: ['/root/.cache/uv'],
    pip: ['/root/.cache/pip'],
    poetry: ['/root/.cache/pypoetry'],
    pipenv: ['/root/.cache/pipenv', '/root/.cache/pip'],
  };
  return [
    ...(canBind(packages, manager) ? inputs : []).map((source): Mount => ({
      kind: 'bind',
      source,
    })),
    ...settingVariables.map((name): Mount => ({
      kind: 'secret',
      id: toSecretId(name),
      variable: name,
    })),
    ...caches[manager].map((target): Mount => ({ kind: 'cache', target })),
  ];
}

function installCommands(packages: PythonPackages, manager: PythonManager): readonly string[] {
  const { lockFile, hashed, requirementsFile = 'requirements.txt' } = packages;
  switch (manager) {
    case 'uv': {
      const locked = lockFile === undefined ? '' : ' --locked';
      return [`uv sync${locked} --no-dev --no-install-project --no-editable`];
    }
    case 'pip': {
      const check = hashed ? ' --require-hashes' : '';
      return [
        'python3 -m venv --without-pip .venv',
        `python3 -m pip --python .venv/bin/python install${check} --requirement ${requirementsFile}`,
      ];
    }
    case 'poetry':
      return [
        'python3 -m venv --without-pip .venv',
        '/opt/poetry/bin/poetry install --only main --no-root --compile',
      ];
    case 'pipenv':
      return ['python3 -m venv --without-pip .venv', '/opt/pipenv/bin/pipenv sync'];
  }
}

/** The step that installs the project itself with its programs, behind those that bring its packages and sources. */
export function planProjectInstall(packages: PythonPackages, manager: PythonManager): Step {
  const isPoetry = manager === 'poetry';
  const locked = packages.lockFile === undefined ? '' : ' --locked';
  const files = [...(packages.inputs ?? []), ...packages.projectFiles];
  return {
    kind: 'run',
    mounts: [
      ...(canBind(packages, manager) ? files : packages.projectFiles).map((source): Mount => ({
        kind: 'bind',
        source,
      })),
      { kind: 'cache', target: isPoetry ? '/root/.cache/pypoetry' : '/root/.cache/uv' },
    ],
    commands: [
      isPoetry
        ? '/opt/poetry/bin/poetry install --only main --compile'
        : `uv sync${locked} --no-dev --no-editable`,
    ],
  };
}

/**
 * Compiles sources, so that a start in a read-only file system need not: by their contents, because the time of
 * a file may change on its way into an image.
 *
 * @param paths files and folders, relative to the working directory
 */
export function compileCommand(paths: readonly string[]): string {
  return `python3 -m compileall -q --invalidation-mode unchecked-hash ${paths.join(' ')}`;
}

/** An account with a name, for programs that ask for the one they run under. */
export function planAccount(image: RecipeImage, uid: number): readonly Step[] {
  if (image.user !== undefined) return [];
  const id = String(uid);
  return [
    {
      kind: 'run',
      commands:
        image.libc === 'musl'
          ? [
              `addgroup -S -g ${id} nonroot`,
              `adduser -S -D -H -u ${id} -G nonroot -s /sbin/nologin nonroot`,
            ]
          : [
              `groupadd --gid ${id} nonroot`,
              `useradd --uid ${id} --gid ${id} --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot`,
            ],
    },
  ];
}

/** The secrets that an install needs. */
export function collectPythonSecrets({
  settingVariables,
}: PythonPackages): readonly PlannedSecret[] {
  return settingVariables.map((name) => ({ id: toSecretId(name), from: 'env', source: name }));
}

function toSecretId(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-');
}

/** Lines for the ignore file of a project with Python. */
export const pythonIgnored: readonly string[] = [
  '**/__pycache__',
  '**/*.py[cod]',
  '.venv',
  'venv',
  '**/.pytest_cache',
  '**/.mypy_cache',
  '**/.ruff_cache',
  '.tox',
  '.nox',
  '.coverage*',
  'htmlcov',
  '**/*.egg-info',
  'build',
  'dist',
  '**/.ipynb_checkpoints',
  '**/*.sqlite3',
  '**/conftest.py',
  'tests',
];
