import type { Sourced } from './sourced';

/** A command that writes a credential into a file, to be found by later commands. */
export interface LoginCommand extends Sourced {
  readonly program: RegExp;
  /** Tested against the words behind the program, joined by blanks. */
  readonly words: RegExp;
  /** Program and verb, for a message. */
  readonly title: string;
  /** Words that say that nothing is kept, or that no credential is needed. */
  readonly except?: RegExp;
  /** True where only a secret variable among the words makes it a credential. */
  readonly needsVariable: boolean;
  /** What it writes; absolute, or below the home folder with `~/` at its start. */
  readonly files: readonly string[];
  /** Files that may be deleted to take the credential away; none where they hold more than settings. */
  readonly deletable?: readonly string[];
  /** Variables that put the file elsewhere. */
  readonly variables: readonly string[];
  /** A later command of the same program that takes the credential away. */
  readonly logout?: RegExp;
}

const checked = '2026-11-22';

const registry = {
  words: /^(?:auth |registry )?login\b/,
  needsVariable: false,
  variables: ['DOCKER_CONFIG', 'HELM_REGISTRY_CONFIG'],
  logout: /^(?:auth |registry )?logout\b/,
  source:
    'https://docs.docker.com/reference/cli/docker/login/ and https://helm.sh/docs/helm/helm_registry_login/',
  checked,
} as const;

const npm = {
  program: /^(?:npm|pnpm)$/,
  files: ['~/.npmrc'],
  deletable: ['~/.npmrc'],
  variables: ['NPM_CONFIG_USERCONFIG', 'npm_config_userconfig'],
  logout: /^(?:logout\b|config (?:delete|rm)\b)/,
  source: 'https://docs.npmjs.com/cli/v11/configuring-npm/npmrc',
  checked,
} as const;

const aws = {
  program: /^aws$/,
  needsVariable: false,
  variables: ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'],
  checked,
} as const;

export const loginCommands: readonly LoginCommand[] = [
  {
    ...registry,
    program: /^(?:docker|nerdctl|crane|oras)$/,
    title: 'login',
    files: ['~/.docker/config.json'],
    deletable: ['~/.docker/config.json'],
  },
  {
    ...registry,
    program: /^helm$/,
    title: 'registry login',
    files: ['~/.config/helm'],
    deletable: ['~/.config/helm/registry/config.json'],
  },
  {
    program: /^az$/,
    words: /^login\b/,
    title: 'login',
    except: /(?:^| )(?:-i|--identity|--federated-token)\b/,
    needsVariable: false,
    files: ['~/.azure'],
    deletable: ['~/.azure'],
    variables: ['AZURE_CONFIG_DIR'],
    logout: /^(?:logout|account clear)\b/,
    source: 'https://learn.microsoft.com/cli/azure/authenticate-azure-cli',
    checked,
  },
  {
    program: /^gcloud$/,
    words: /^auth (?:login|activate-service-account|application-default login)\b/,
    title: 'auth',
    // The file may only say how a token is got from the identity of the machine.
    except: /(?:^| )--cred-file\b/,
    needsVariable: false,
    files: ['~/.config/gcloud'],
    deletable: ['~/.config/gcloud'],
    variables: ['CLOUDSDK_CONFIG'],
    logout: /^auth (?:revoke|application-default revoke)\b/,
    source: 'https://docs.cloud.google.com/sdk/gcloud/reference/auth/activate-service-account',
    checked,
  },
  {
    program: /^gh$/,
    words: /^auth login\b/,
    title: 'auth login',
    needsVariable: false,
    files: ['~/.config/gh'],
    deletable: ['~/.config/gh/hosts.yml'],
    variables: ['GH_CONFIG_DIR', 'XDG_CONFIG_HOME'],
    logout: /^auth logout\b/,
    source: 'https://cli.github.com/manual/gh_auth_login',
    checked,
  },
  {
    ...aws,
    words: /^codeartifact login .*--tool[ =](?:npm|pip|twine|nuget|dotnet)\b/,
    title: 'codeartifact login',
    files: ['~/.npmrc', '~/.config/pip', '~/.pypirc', '~/.nuget'],
    source: 'https://docs.aws.amazon.com/cli/latest/reference/codeartifact/login.html',
  },
  {
    ...aws,
    words:
      /^(?:sso login|configure import|configure set (?:\S+\.)?aws_(?:secret_access_key|session_token))\b/,
    title: 'configure',
    files: ['~/.aws'],
    deletable: ['~/.aws'],
    source: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html',
  },
  { ...npm, words: /^(?:login|adduser)\b/, title: 'login', needsVariable: false },
  {
    ...npm,
    words: /^config set \S*(?:_authToken|_auth|_password)\b/,
    title: 'config set',
    needsVariable: true,
  },
  {
    program: /^git$/,
    words: /^config (?:--global|--system) .*(?:insteadof|extraheader)\b/i,
    title: 'config',
    needsVariable: true,
    files: ['~/.gitconfig', '/etc/gitconfig'],
    deletable: ['~/.gitconfig', '/etc/gitconfig'],
    variables: ['GIT_CONFIG_GLOBAL', 'XDG_CONFIG_HOME'],
    logout: /^config (?:--global|--system) (?:unset|--unset|--unset-all|--remove-section)\b/,
    source: 'https://git-scm.com/docs/git-config',
    checked,
  },
  {
    program: /^composer$/,
    words:
      /^config (?:(?:-g|--global|-a|--auth) )*(?:github-oauth|gitlab-token|bearer|http-basic)\./,
    title: 'config',
    needsVariable: true,
    files: ['~/.composer', '~/.config/composer'],
    deletable: ['~/.composer/auth.json', '~/.config/composer/auth.json'],
    variables: ['COMPOSER_HOME', 'XDG_CONFIG_HOME'],
    logout: /^config .*--unset\b/,
    source: 'https://getcomposer.org/doc/articles/authentication-for-private-packages.md',
    checked,
  },
  {
    program: /^poetry$/,
    words: /^config (?:--\S+ )*(?:http-basic|pypi-token)\./,
    title: 'config',
    needsVariable: true,
    files: ['~/.config/pypoetry'],
    deletable: ['~/.config/pypoetry/auth.toml'],
    variables: ['POETRY_CONFIG_DIR', 'XDG_CONFIG_HOME'],
    logout: /^config .*--unset\b/,
    source: 'https://python-poetry.org/docs/repositories/#configuring-credentials',
    checked,
  },
  {
    program: /^pip3?$/,
    words: /^config (?:--\S+ )*set \S*index-url\b/,
    title: 'config set',
    needsVariable: true,
    files: ['~/.config/pip', '~/.pip', '/etc/pip.conf'],
    variables: ['PIP_CONFIG_FILE', 'XDG_CONFIG_HOME'],
    logout: /^config .*unset\b/,
    source: 'https://pip.pypa.io/en/stable/cli/pip_config/',
    checked,
  },
  {
    program: /^bundle$/,
    words: /^config (?:set )?(?:--\S+ )*\S+ /,
    title: 'config',
    needsVariable: true,
    files: ['~/.bundle', '/usr/local/bundle/config'],
    variables: ['BUNDLE_USER_CONFIG', 'BUNDLE_USER_HOME'],
    logout: /^config (?:unset|--delete)\b/,
    source: 'https://bundler.io/man/bundle-config.1.html',
    checked,
  },
];
