import type { Sourced } from './sourced';

/** Where a package manager keeps what it downloads, and what decides that. */
export interface PackageCache extends Sourced {
  /** Ids of the managers. */
  readonly managers: readonly string[];
  /** Repository of the image that puts it there; undefined: any other. */
  readonly image?: string;
  /** Absolute, or below the home of the user with `~/` at its start. */
  readonly folders: readonly string[];
  /** The same for root where that differs. */
  readonly rootFolders?: readonly string[];
  /** Variables and settings that put it elsewhere, or turn it off. */
  readonly variables: readonly string[];
  /** Options that put it elsewhere. */
  readonly elsewhere: readonly string[];
  /** True when a build reads it again: each RUN with the manager needs the mount. */
  readonly feedsBuild: boolean;
  /** True when two builds must not use it at the same time. */
  readonly locked: boolean;
}

const checked = '2026-11-22';

const node = { feedsBuild: false, locked: false, checked } as const;
const goVariables = ['GOPATH', 'GOMODCACHE', 'GOCACHE', 'GOENV', 'XDG_CACHE_HOME'];
const pythonVariables = ['XDG_CACHE_HOME'];

/** The first row that fits holds. */
export const packageCaches: readonly PackageCache[] = [
  {
    ...node,
    managers: ['npm'],
    folders: ['~/.npm'],
    variables: ['npm_config_cache', 'NPM_CONFIG_CACHE', 'NPM_CONFIG_USERCONFIG'],
    elsewhere: ['--cache', '--userconfig', '--globalconfig'],
    source: 'https://docs.npmjs.com/cli/v11/using-npm/config#cache',
  },
  {
    ...node,
    managers: ['yarn'],
    folders: ['~/.cache/yarn'],
    rootFolders: ['/usr/local/share/.cache/yarn'],
    variables: ['YARN_CACHE_FOLDER', 'XDG_CACHE_HOME', 'YARN_ENABLE_GLOBAL_CACHE'],
    elsewhere: ['--cache-folder', '--preferred-cache-folder', '--global-folder'],
    source: 'https://classic.yarnpkg.com/en/docs/cli/cache',
  },
  {
    ...node,
    managers: ['pnpm'],
    folders: ['~/.local/share/pnpm/store'],
    variables: ['PNPM_HOME', 'XDG_DATA_HOME', 'npm_config_store_dir', 'NPM_CONFIG_STORE_DIR'],
    elsewhere: ['--store-dir', '--config', '--global-dir', '--package-import-method'],
    source: 'https://pnpm.io/settings#storedir',
  },
  {
    ...node,
    managers: ['bun'],
    folders: ['~/.bun/install/cache'],
    variables: ['BUN_INSTALL_CACHE_DIR', 'BUN_INSTALL'],
    elsewhere: ['--cache-dir', '--config', '-c', '--backend'],
    source: 'https://bun.com/docs/pm/global-cache',
  },
  {
    managers: ['pip'],
    folders: ['~/.cache/pip'],
    variables: [...pythonVariables, 'PIP_CACHE_DIR', 'PIP_NO_CACHE_DIR', 'PIP_CONFIG_FILE'],
    elsewhere: ['--cache-dir', '--no-index'],
    feedsBuild: false,
    locked: false,
    source: 'https://pip.pypa.io/en/stable/topics/caching/',
    checked,
  },
  {
    managers: ['uv'],
    folders: ['~/.cache/uv'],
    variables: [...pythonVariables, 'UV_CACHE_DIR', 'UV_NO_CACHE', 'UV_CONFIG_FILE'],
    elsewhere: ['--cache-dir', '--config-file', '--offline', '--no-index', '--link-mode'],
    feedsBuild: false,
    locked: false,
    source: 'https://docs.astral.sh/uv/guides/integration/docker/#caching',
    checked,
  },
  {
    // Its virtual environments lie beside the two folders: they are the result.
    managers: ['poetry'],
    folders: ['~/.cache/pypoetry/cache', '~/.cache/pypoetry/artifacts'],
    variables: [...pythonVariables, 'POETRY_CACHE_DIR'],
    elsewhere: [],
    feedsBuild: false,
    locked: false,
    source: 'https://python-poetry.org/docs/configuration/#cache-dir',
    checked,
  },
  {
    managers: ['go'],
    image: 'docker.io/library/golang',
    folders: ['/go/pkg/mod', '~/.cache/go-build'],
    variables: goVariables,
    elsewhere: ['-modcacherw', '-modfile'],
    feedsBuild: true,
    locked: false,
    source: 'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
    checked,
  },
  {
    managers: ['go'],
    folders: ['~/go/pkg/mod', '~/.cache/go-build'],
    variables: goVariables,
    elsewhere: ['-modcacherw', '-modfile'],
    feedsBuild: true,
    locked: false,
    source: 'https://go.dev/ref/mod#module-cache',
    checked,
  },
  {
    managers: ['cargo'],
    image: 'docker.io/library/rust',
    folders: ['/usr/local/cargo/registry', '/usr/local/cargo/git'],
    variables: ['CARGO_HOME'],
    elsewhere: ['--config', '--root'],
    feedsBuild: true,
    locked: false,
    source: 'https://doc.rust-lang.org/cargo/guide/cargo-home.html',
    checked,
  },
  {
    managers: ['maven'],
    folders: ['~/.m2/repository'],
    variables: ['MAVEN_OPTS', 'MAVEN_ARGS', 'MAVEN_CONFIG'],
    elsewhere: ['-s', '--settings', '-gs', '--global-settings'],
    feedsBuild: true,
    locked: true,
    source: 'https://maven.apache.org/guides/mini/guide-configuring-maven.html',
    checked,
  },
  {
    managers: ['gradle'],
    folders: ['~/.gradle/caches', '~/.gradle/wrapper'],
    variables: ['GRADLE_USER_HOME', 'GRADLE_OPTS'],
    elsewhere: ['-g', '--gradle-user-home', '--project-cache-dir'],
    feedsBuild: true,
    locked: true,
    source: 'https://docs.gradle.org/current/userguide/directory_layout.html',
    checked,
  },
  {
    managers: ['dotnet'],
    folders: ['~/.nuget/packages'],
    variables: ['NUGET_PACKAGES', 'DOTNET_CLI_HOME'],
    elsewhere: ['--packages', '--configfile'],
    feedsBuild: true,
    locked: false,
    source:
      'https://learn.microsoft.com/nuget/consume-packages/managing-the-global-packages-and-cache-folders',
    checked,
  },
  {
    managers: ['composer'],
    image: 'docker.io/library/composer',
    folders: ['/tmp/cache'],
    variables: ['COMPOSER_HOME', 'COMPOSER_CACHE_DIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME'],
    elsewhere: [],
    feedsBuild: false,
    locked: false,
    source: 'https://hub.docker.com/_/composer',
    checked,
  },
  {
    // Which of the two is used depends on folders of the image.
    managers: ['composer'],
    folders: ['~/.composer/cache', '~/.cache/composer'],
    variables: ['COMPOSER_HOME', 'COMPOSER_CACHE_DIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME'],
    elsewhere: [],
    feedsBuild: false,
    locked: false,
    source: 'https://getcomposer.org/doc/06-config.md#cache-dir',
    checked,
  },
  {
    managers: ['bundler'],
    image: 'docker.io/library/ruby',
    folders: ['/usr/local/bundle/cache'],
    variables: [
      'BUNDLE_PATH',
      'BUNDLE_DEPLOYMENT',
      'GEM_HOME',
      'BUNDLE_GLOBAL_GEM_CACHE',
      'BUNDLE_APP_CONFIG',
    ],
    elsewhere: ['--path', '--deployment', '--local', '--standalone'],
    feedsBuild: false,
    locked: false,
    source:
      'https://github.com/docker-library/ruby and https://bundler.io/man/bundle-config.1.html',
    checked,
  },
  {
    managers: ['apt-get', 'apt'],
    folders: ['/var/cache/apt', '/var/lib/apt/lists'],
    variables: ['APT_CONFIG'],
    elsewhere: ['-c', '--config-file'],
    feedsBuild: false,
    locked: true,
    source: 'https://docs.docker.com/reference/dockerfile/#example-cache-apt-packages',
    checked,
  },
];
