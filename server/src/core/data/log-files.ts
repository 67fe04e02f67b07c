import type { Sourced } from './sourced';

/** Options of a server that name a file for its log. */
export interface LogOption extends Sourced {
  readonly program: RegExp;
  readonly options: readonly string[];
  /** The value by which it writes to its own output. */
  readonly output: string;
}

const checked = '2026-11-22';

export const logOptions: readonly LogOption[] = [
  {
    program: /^gunicorn$/,
    options: ['--access-logfile', '--error-logfile', '--log-file'],
    output: '-',
    source: 'https://docs.gunicorn.org/en/stable/settings.html#logging',
    checked,
  },
  {
    program: /^hypercorn$/,
    options: ['--access-logfile', '--error-logfile', '--access-log', '--error-log'],
    output: '-',
    source: 'https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html',
    checked,
  },
  {
    program: /^daphne$/,
    options: ['--access-log'],
    output: '-',
    source: 'https://github.com/django/daphne',
    checked,
  },
  {
    program: /^uwsgi$/,
    options: ['--logto', '--logto2'],
    output: '/dev/stdout',
    source: 'https://uwsgi-docs.readthedocs.io/en/latest/Options.html#logto',
    checked,
  },
];

/** A server whose package of a distribution logs to files. */
export interface LoggingPackage extends Sourced {
  readonly packages: RegExp;
  readonly program: RegExp;
  /** Package managers of the distributions that put the files there. */
  readonly managers: readonly string[];
  /** Folder of its settings. */
  readonly settings: string;
  /** Settings that name a log. */
  readonly directive: RegExp;
  /** The files, and where their lines belong. */
  readonly logs: readonly { readonly file: string; readonly output: 'stdout' | 'stderr' }[];
}

const nginx =
  'https://github.com/nginxinc/docker-nginx (Dockerfile-debian.template) and the nginx.conf of the packages';
const apache =
  'https://github.com/docker-library/php (apache-Dockerfile-block-1) and the settings of the packages';

export const loggingPackages: readonly LoggingPackage[] = [
  {
    packages: /^nginx(?:-(?:light|full|core|extras|mainline))?$/,
    program: /^nginx$/,
    managers: ['apt-get', 'apt', 'apk', 'dnf', 'microdnf', 'yum'],
    settings: '/etc/nginx',
    directive: /access_log|error_log/,
    logs: [
      { file: '/var/log/nginx/access.log', output: 'stdout' },
      { file: '/var/log/nginx/error.log', output: 'stderr' },
    ],
    source: nginx,
    checked,
  },
  {
    packages: /^apache2$/,
    program: /^(?:apache2|apache2ctl|apachectl)$/,
    managers: ['apt-get', 'apt'],
    settings: '/etc/apache2',
    directive: /CustomLog|ErrorLog|TransferLog/i,
    logs: [
      { file: '/var/log/apache2/access.log', output: 'stdout' },
      { file: '/var/log/apache2/other_vhosts_access.log', output: 'stdout' },
      { file: '/var/log/apache2/error.log', output: 'stderr' },
    ],
    source: apache,
    checked,
  },
  {
    packages: /^httpd$/,
    program: /^(?:httpd|apachectl)$/,
    managers: ['dnf', 'microdnf', 'yum'],
    settings: '/etc/httpd',
    directive: /CustomLog|ErrorLog|TransferLog/i,
    logs: [
      { file: '/var/log/httpd/access_log', output: 'stdout' },
      { file: '/var/log/httpd/error_log', output: 'stderr' },
    ],
    source: apache,
    checked,
  },
];
