import type { Sourced } from './sourced';

/** How a package manager is held to its lock file. */
export interface LockRule extends Sourced {
  /** Id of the manager. */
  readonly manager: string;
  /** Only for this release line of Yarn. */
  readonly release?: 'yarn' | 'yarn 2';
  readonly manifest: string;
  readonly locks: readonly string[];
  /** Verbs that install and may change the lock file; `''` is the bare program. */
  readonly verbs: readonly string[];
  /** Verbs that replace the versions of the lock file. */
  readonly renews: readonly string[];
  /** Options with which the command holds to the lock file, or is told not to. */
  readonly settled: readonly string[];
  /** Variables that do the same. */
  readonly variables: readonly string[];
  /** A file beside the manifest that may do the same, and the commands that write it. */
  readonly settings?: { readonly file: string; readonly command: RegExp };
  /** What to write instead: another verb, an option more, or a variable in front of the command. */
  readonly instead:
    { readonly verb: string } | { readonly option: string } | { readonly variable: string };
}

const checked = '2026-11-22';
const packageJson = 'package.json';
const yarn = { manager: 'yarn', manifest: packageJson, locks: ['yarn.lock'], checked } as const;

export const lockRules: readonly LockRule[] = [
  {
    manager: 'npm',
    manifest: packageJson,
    locks: ['package-lock.json', 'npm-shrinkwrap.json'],
    verbs: ['install', 'i'],
    renews: ['update', 'up', 'upgrade'],
    settled: [
      '--no-package-lock',
      '--package-lock',
      '--package-lock-only',
      '--dry-run',
      '--no-save',
    ],
    variables: ['NPM_CONFIG_PACKAGE_LOCK', 'npm_config_package_lock'],
    instead: { verb: 'ci' },
    source: 'https://docs.npmjs.com/cli/v11/commands/npm-ci',
    checked,
  },
  {
    manager: 'pnpm',
    manifest: packageJson,
    locks: ['pnpm-lock.yaml'],
    verbs: ['install', 'i'],
    renews: ['update', 'up', 'upgrade'],
    settled: [
      '--frozen-lockfile',
      '--no-frozen-lockfile',
      '--no-lockfile',
      '--lockfile-only',
      '--fix-lockfile',
      '--offline',
      '--prefer-frozen-lockfile',
    ],
    // In a pipeline it is the default.
    variables: ['CI'],
    instead: { option: '--frozen-lockfile' },
    source: 'https://pnpm.io/cli/install#--frozen-lockfile',
    checked,
  },
  {
    ...yarn,
    release: 'yarn',
    verbs: ['', 'install'],
    renews: ['upgrade'],
    settled: ['--frozen-lockfile', '--no-lockfile', '--pure-lockfile', '--immutable'],
    variables: ['YARN_FROZEN_LOCKFILE'],
    instead: { option: '--frozen-lockfile' },
    source: 'https://classic.yarnpkg.com/en/docs/cli/install',
  },
  {
    ...yarn,
    release: 'yarn 2',
    verbs: ['', 'install'],
    renews: [],
    settled: ['--immutable', '--no-immutable', '--frozen-lockfile', '--mode'],
    variables: ['CI', 'YARN_ENABLE_IMMUTABLE_INSTALLS'],
    instead: { option: '--immutable' },
    source: 'https://yarnpkg.com/cli/install',
  },
  {
    manager: 'bun',
    manifest: packageJson,
    locks: ['bun.lock', 'bun.lockb'],
    verbs: ['install', 'i'],
    renews: ['update'],
    // For production it is the default. Source: PackageManagerOptions of oven-sh/bun.
    settled: [
      '--frozen-lockfile',
      '--production',
      '-p',
      '--no-save',
      '--lockfile-only',
      '--dry-run',
    ],
    variables: [],
    instead: { option: '--frozen-lockfile' },
    source: 'https://bun.com/docs/pm/cli/install',
    checked,
  },
  {
    manager: 'uv',
    manifest: 'pyproject.toml',
    locks: ['uv.lock'],
    verbs: ['sync'],
    renews: [],
    settled: ['--locked', '--frozen', '--no-sources', '--upgrade', '-U'],
    variables: ['UV_LOCKED', 'UV_FROZEN'],
    instead: { option: '--locked' },
    source: 'https://docs.astral.sh/uv/concepts/projects/sync/',
    checked,
  },
  {
    manager: 'composer',
    manifest: 'composer.json',
    locks: ['composer.lock'],
    verbs: [],
    renews: ['update', 'upgrade', 'u'],
    settled: [],
    variables: [],
    instead: { verb: 'install' },
    source: 'https://getcomposer.org/doc/03-cli.md#update-u-upgrade',
    checked,
  },
  {
    manager: 'bundler',
    manifest: 'Gemfile',
    locks: ['Gemfile.lock'],
    verbs: ['', 'install', 'i'],
    renews: [],
    settled: ['--frozen', '--no-frozen', '--deployment', '--no-deployment', '--no-lock', '--help'],
    variables: ['BUNDLE_FROZEN', 'BUNDLE_DEPLOYMENT', 'BUNDLE_GEMFILE', 'BUNDLE_APP_CONFIG'],
    settings: {
      file: '.bundle/config',
      command:
        /\bbundler?\s+config\b[^&;\n]*\b(?:frozen|deployment)\b|\bBUNDLE_(?:FROZEN|DEPLOYMENT)\b/,
    },
    // The option --frozen is gone from Bundler 4.
    instead: { variable: 'BUNDLE_FROZEN=true' },
    source: 'https://bundler.io/man/bundle-config.1.html',
    checked,
  },
];
