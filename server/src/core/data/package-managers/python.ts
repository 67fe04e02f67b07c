import type { PackageManagerFacts } from '../package-manager-facts';
import { list, plainVerbs, verbs } from './row';

const checked = '2026-11-21';

const python = /^(?:python|pypy)(?:\d+(?:\.\d+)?)?$/;

/** The managers of Python. */
export const pythonPackageManagers: readonly PackageManagerFacts[] = [
  {
    id: 'pip',
    program: /^pip(?:\d+(?:\.\d+)?)?$/,
    moduleOf: { program: python, words: ['-m', 'pip'] },
    kind: 'language',
    verbs: [
      ...verbs('install', list('install download')),
      ...verbs('build', ['wheel']),
      ...verbs('remove', ['uninstall']),
      ...plainVerbs('clean', ['cache purge', 'cache remove']),
    ],
    valueOptions: list(`
      -r --requirement -c --constraint --build-constraint -e --editable -t --target --platform
      --python-version --implementation --abi --root --prefix --src --upgrade-strategy -C
      --config-settings --global-option --install-option --build-option --no-binary --only-binary
      --progress-bar --root-user-action --report -i --index-url --pypi-url --extra-index-url -f
      --find-links --python --log --log-file --keyring-provider --proxy --retries --timeout
      --default-timeout --exists-action --trusted-host --cert --client-cert --cache-dir
      --use-feature --use-deprecated -d --dest -w --wheel-dir -b --build --group
      --uploaded-prior-to --resume-retries --requirements-from-script`),
    packageSyntax: 'python',
    noCache: ['--no-cache-dir', '--no-cache'],
    frozen: ['--require-hashes'],
    cachePaths: ['/root/.cache/pip'],
    cleanCommand: 'pip cache purge',
    manifests: ['requirements.txt'],
    source: 'https://pip.pypa.io/en/stable/cli/pip_install/',
    checked,
  },
  {
    id: 'uv',
    program: /^uv$/,
    moduleOf: { program: python, words: ['-m', 'uv'] },
    kind: 'language',
    verbs: [
      ...plainVerbs('install', ['sync']),
      ...verbs('install', ['pip install', 'add']),
      ...verbs('install', ['pip sync'], { takesPaths: true }),
      ...verbs('install', ['tool install'], { global: true }),
      ...verbs('install', ['python install'], { global: true, takesPackages: false }),
      ...verbs('upgrade', ['tool upgrade']),
      ...verbs('remove', ['remove', 'pip uninstall', 'tool uninstall']),
      ...verbs('build', ['build'], { takesPaths: true }),
      ...plainVerbs('clean', ['cache clean', 'cache prune', 'clean']),
      ...verbs('run', ['run', 'tool run'], { passesRest: true }),
    ],
    valueOptions: list(`
      -i --index-url --default-index --index --extra-index-url -f --find-links --index-strategy
      --keyring-provider -P --upgrade-package --upgrade-group --resolution --prerelease
      --fork-strategy --exclude-newer --exclude-newer-package --link-mode --reinstall-package
      --no-build-package --no-binary-package --no-build-isolation-package --no-sources-package
      --refresh-package -C --config-setting --config-settings --config-settings-package -p
      --python --cache-dir --color --directory --project --config-file --allow-insecure-host
      --group --no-group --only-group --extra --no-extra --package --no-install-package
      --only-install-package --env-file -w --with --with-editable --with-requirements
      --with-executables-from -r --requirement --requirements -c --constraint --constraints
      --override --overrides --excludes -b --build-constraint --build-constraints -e --target
      --prefix --no-binary --only-binary --python-version --python-platform --torch-backend
      --bounds --branch --tag --rev --marker -o --out-dir --output-file --mirror --pypy-mirror
      --python-downloads-json-url --install-dir`),
    packageSyntax: 'python',
    noCache: list('--no-cache --no-cache-dir -n'),
    productionOnly: list('--no-dev --no-default-groups --no-group=dev'),
    frozen: list('--locked --frozen'),
    cachePaths: ['/root/.cache/uv'],
    cleanCommand: 'uv cache clean',
    manifests: ['pyproject.toml', 'uv.toml*', '.python-version*'],
    lockFiles: ['uv.lock'],
    resultPaths: ['.venv'],
    source: 'https://docs.astral.sh/uv/reference/cli/',
    checked,
  },
  {
    id: 'poetry',
    program: /^poetry$/,
    moduleOf: { program: python, words: ['-m', 'poetry'] },
    kind: 'language',
    verbs: [
      ...verbs('install', list('install sync'), { takesPackages: false, frozen: true }),
      ...verbs('install', ['add']),
      ...verbs('install', ['self add'], { global: true }),
      ...verbs('upgrade', ['update', 'self update']),
      ...verbs('remove', ['remove', 'self remove']),
      ...plainVerbs('build', ['build']),
      ...plainVerbs('clean', ['cache clear']),
      ...verbs('run', ['run'], { passesRest: true }),
    ],
    valueOptions: list(`
      -C --directory -P --project --only --with --without -E --extras -G --group --source
      --platform --python --markers -f --format -o --output`),
    packageSyntax: 'python',
    noCache: ['--no-cache'],
    productionOnly: list('--only=main --without=dev --no-dev'),
    // The directory above holds the virtual environments too.
    cachePaths: ['/root/.cache/pypoetry/cache', '/root/.cache/pypoetry/artifacts'],
    cleanCommand: 'rm -rf /root/.cache/pypoetry/cache /root/.cache/pypoetry/artifacts',
    manifests: ['pyproject.toml', 'poetry.toml*'],
    lockFiles: ['poetry.lock'],
    resultPaths: ['.venv'],
    source: 'https://python-poetry.org/docs/cli/',
    checked,
  },
  {
    id: 'pipenv',
    program: /^pipenv$/,
    moduleOf: { program: python, words: ['-m', 'pipenv'] },
    kind: 'language',
    verbs: [
      ...verbs('install', ['install']),
      ...verbs('install', ['sync'], { takesPackages: false, frozen: true }),
      ...verbs('upgrade', list('update upgrade')),
      ...verbs('remove', ['uninstall']),
      ...plainVerbs('remove', ['clean']),
      ...verbs('run', ['run'], { passesRest: true }),
    ],
    valueOptions: list(`
      -r --requirements --python -i --index --categories --extra-pip-args --pypi-mirror -e
      --editable -c --code`),
    packageSyntax: 'python',
    frozen: list('--deploy --ignore-pipfile'),
    cachePaths: ['/root/.cache/pipenv', '/root/.cache/pip'],
    manifests: ['Pipfile'],
    lockFiles: ['Pipfile.lock'],
    resultPaths: ['.venv'],
    source: 'https://pipenv.pypa.io/en/latest/cli.html',
    checked,
  },
  {
    id: 'pdm',
    program: /^pdm$/,
    moduleOf: { program: python, words: ['-m', 'pdm'] },
    kind: 'language',
    verbs: [
      ...plainVerbs('install', list('install sync')),
      ...verbs('install', ['add']),
      ...verbs('upgrade', list('update up')),
      ...verbs('remove', ['remove']),
      ...plainVerbs('build', ['build']),
      ...plainVerbs('clean', ['cache clear']),
      ...verbs('run', ['run'], { passesRest: true }),
    ],
    valueOptions: list(`
      -p --project -G --group --with --without -L --lockfile -c --config --venv --override --dest
      -e --editable --python --platform --implementation --config-setting -C`),
    packageSyntax: 'python',
    noCache: ['--no-cache'],
    productionOnly: list('--prod --production --without=dev'),
    frozen: list('--frozen-lockfile --no-lock --check'),
    cachePaths: ['/root/.cache/pdm'],
    cleanCommand: 'pdm cache clear',
    manifests: ['pyproject.toml', 'pdm.toml*'],
    lockFiles: ['pdm.lock'],
    resultPaths: ['.venv'],
    source: 'https://pdm-project.org/latest/reference/cli/',
    checked,
  },
  {
    id: 'conda',
    program: /^(?:conda|mamba|micromamba)$/,
    kind: 'language',
    verbs: [
      ...verbs('install', list('install create')),
      ...plainVerbs('install', ['env create', 'env update']),
      ...verbs('upgrade', list('update upgrade')),
      ...verbs('remove', list('remove uninstall')),
      ...plainVerbs('remove', ['env remove']),
      ...plainVerbs('clean', ['clean']),
      ...verbs('run', ['run'], { passesRest: true }),
    ],
    // `-f` is a flag of `clean` and has a value elsewhere; left out, so that value is an argument.
    valueOptions: list(`
      -n --name -p --prefix -c --channel --file --solver --experimental-solver --repodata-fn
      --subdir --platform --revision --root-prefix -r --rc-file --category --cwd --log-level`),
    packageSyntax: 'conda',
    assumeYes: list('-y --yes'),
    cachePaths: ['/opt/conda/pkgs'],
    cleanCommand: 'conda clean -afy',
    manifests: ['environment.yml'],
    lockFiles: ['conda-lock.yml'],
    source: 'https://docs.conda.io/projects/conda/en/stable/commands/install.html',
    checked,
  },
];
