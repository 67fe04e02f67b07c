import type { Sourced } from './sourced';

/** Whose check of certificates is turned off. */
export type CertificateCheck =
  'curl' | 'wget' | 'pip' | 'python' | 'node' | 'npm' | 'git' | 'packages' | 'other';

/** A variable that turns the check of certificates off when its value matches. */
export interface CertificateVariable extends Sourced {
  readonly name: RegExp;
  readonly value: RegExp;
  readonly check: CertificateCheck;
}

const checked = '2026-11-22';
const off = /^(?:0|false|no|off)$/i;
const on = /^(?:1|true|yes|on)$/i;
const anything = /^.+$/;
const empty = /^$/;

export const certificateVariables: readonly CertificateVariable[] = [
  {
    name: /^PYTHONHTTPSVERIFY$/,
    value: /^0$/,
    check: 'python',
    source: 'https://peps.python.org/pep-0493/',
    checked,
  },
  {
    name: /^(?:CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE)$/,
    value: empty,
    check: 'python',
    source: 'https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification',
    checked,
  },
  {
    name: /^NODE_TLS_REJECT_UNAUTHORIZED$/,
    value: /^0$/,
    check: 'node',
    source: 'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
    checked,
  },
  {
    name: /^(?:npm_config_strict_ssl|NPM_CONFIG_STRICT_SSL|YARN_ENABLE_STRICT_SSL)$/,
    value: off,
    check: 'npm',
    source: 'https://docs.npmjs.com/cli/v11/using-npm/config#strict-ssl',
    checked,
  },
  {
    name: /^(?:PIP_TRUSTED_HOST|UV_INSECURE_HOST)$/,
    value: anything,
    check: 'pip',
    source: 'https://pip.pypa.io/en/stable/cli/pip/#cmdoption-trusted-host',
    checked,
  },
  {
    name: /^GIT_SSL_NO_VERIFY$/,
    value: on,
    check: 'git',
    source: 'https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpsslVerify',
    checked,
  },
  {
    name: /^BUNDLE_SSL_VERIFY_MODE$/,
    value: /^0$/,
    check: 'other',
    source: 'https://bundler.io/man/bundle-config.1.html',
    checked,
  },
  {
    name: /^CONDA_SSL_VERIFY$/,
    value: off,
    check: 'other',
    source: 'https://docs.conda.io/projects/conda/en/stable/user-guide/configuration/settings.html',
    checked,
  },
  {
    name: /^HEX_UNSAFE_HTTPS$/,
    value: on,
    check: 'other',
    source: 'https://hexdocs.pm/hex/Mix.Tasks.Hex.Config.html',
    checked,
  },
];

/** Words of a command, one blank between, that write such a setting. */
export interface CertificateCommand extends Sourced {
  readonly program: RegExp;
  /** Matches the words behind the program. */
  readonly words: RegExp;
  readonly check: CertificateCheck;
}

export const certificateCommands: readonly CertificateCommand[] = [
  {
    program: /^(?:npm|pnpm|yarn)$/,
    words: /^(?:config |c )?set .*\b(?:strict-ssl|enableStrictSsl)[ =]"?false\b/,
    check: 'npm',
    source: 'https://docs.npmjs.com/cli/v11/using-npm/config#strict-ssl',
    checked,
  },
  {
    program: /^git$/,
    words: /^config .*\bhttp\.(?:.+\.)?sslverify (?:false|0|no|off)\b/i,
    check: 'git',
    source: 'https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpsslVerify',
    checked,
  },
  {
    program: /^pip(?:\d+(?:\.\d+)?)?$/,
    words: /^config .*\bset [\w-]+\.trusted-host ./,
    check: 'pip',
    source: 'https://pip.pypa.io/en/stable/cli/pip_config/',
    checked,
  },
  {
    program: /^yum-config-manager$/,
    words: /\bsslverify=(?:0|false|no)\b/i,
    check: 'packages',
    source: 'https://dnf.readthedocs.io/en/latest/conf_ref.html',
    checked,
  },
  {
    program: /^dnf5?$/,
    words: /^config-manager .*\bsslverify=(?:0|false|no)\b/i,
    check: 'packages',
    source: 'https://dnf.readthedocs.io/en/latest/conf_ref.html',
    checked,
  },
  {
    program: /^composer$/,
    words: /^config .*\bdisable-tls (?:true|1)\b/,
    check: 'other',
    source: 'https://getcomposer.org/doc/06-config.md#disable-tls',
    checked,
  },
  {
    program: /^bundler?$/,
    words: /^config .*\bssl_verify_mode 0\b/,
    check: 'other',
    source: 'https://bundler.io/man/bundle-config.1.html',
    checked,
  },
  {
    program: /^(?:conda|mamba)$/,
    words: /^config .*--set ssl_verify (?:false|no|0)\b/i,
    check: 'other',
    source: 'https://docs.conda.io/projects/conda/en/stable/user-guide/configuration/settings.html',
    checked,
  },
];

/** Options of package managers that turn the check off; `=value` belongs to the option. */
export interface CertificateOption extends Sourced {
  readonly managers: readonly string[];
  /** As `hasOption` compares them. */
  readonly options: readonly RegExp[];
  readonly check: CertificateCheck;
}

export const certificateOptions: readonly CertificateOption[] = [
  {
    managers: ['pip', 'uv'],
    options: [/^--trusted-host\b/, /^--allow-insecure-host\b/],
    check: 'pip',
    source: 'https://pip.pypa.io/en/stable/cli/pip/#cmdoption-trusted-host',
    checked,
  },
  {
    managers: ['npm', 'pnpm', 'yarn'],
    options: [/^--strict-ssl=false$/, /^--no-strict-ssl$/],
    check: 'npm',
    source: 'https://docs.npmjs.com/cli/v11/using-npm/config#strict-ssl',
    checked,
  },
  {
    managers: ['yum', 'dnf', 'microdnf', 'tdnf'],
    options: [/^--setopt=(?:.+\.)?sslverify=(?:0|false|no)$/i],
    check: 'packages',
    source: 'https://dnf.readthedocs.io/en/latest/conf_ref.html',
    checked,
  },
  {
    managers: ['apt-get', 'apt'],
    options: [
      /^(?:-o|--option)=Acquire::https?::(?:.+::)?Verify-(?:Peer|Host)=(?:0|false|no|off)$/i,
    ],
    check: 'packages',
    source: 'https://manpages.debian.org/trixie/apt/apt-transport-https.1.en.html',
    checked,
  },
];

/** Lines of configuration files that turn the check off, as `echo` and here-documents write them. */
export interface CertificateLine extends Sourced {
  readonly line: RegExp;
  /** Matches the file that is written. */
  readonly file: RegExp;
  readonly check: CertificateCheck;
}

export const certificateLines: readonly CertificateLine[] = [
  {
    line: /^\s*(?:--?)?(?:insecure|k)\s*$/m,
    file: /\.?curlrc$/,
    check: 'curl',
    source: 'https://curl.se/docs/manpage.html#-K',
    checked,
  },
  {
    line: /^\s*check[_-]?certificate\s*=\s*(?:off|no|quiet)\b/im,
    file: /wgetrc$/,
    check: 'wget',
    source: 'https://www.gnu.org/software/wget/manual/html_node/Wgetrc-Commands.html',
    checked,
  },
  {
    line: /^\s*strict-ssl\s*=\s*"?false\b/m,
    file: /npmrc$/,
    check: 'npm',
    source: 'https://docs.npmjs.com/cli/v11/using-npm/config#strict-ssl',
    checked,
  },
  {
    line: /^\s*trusted-host\s*=\s*\S.*$/m,
    file: /pip\.(?:conf|ini)$/,
    check: 'pip',
    source: 'https://pip.pypa.io/en/stable/topics/configuration/',
    checked,
  },
  {
    line: /\bsslverify\s*=\s*(?:0|false|no)\b/i,
    file: /\/(?:yum|dnf)\/|\.repo$|(?:yum|dnf)\.conf$/,
    check: 'packages',
    source: 'https://dnf.readthedocs.io/en/latest/conf_ref.html',
    checked,
  },
  {
    line: /Acquire::https?::(?:.+::)?Verify-(?:Peer|Host)\s+"?(?:0|false|no|off)\b/i,
    file: /apt\.conf/,
    check: 'packages',
    source: 'https://manpages.debian.org/trixie/apt/apt-transport-https.1.en.html',
    checked,
  },
];
