/** What a Python package needs of the operating system that no wheel of it brings, as packages of Debian 13. */
export interface PythonSystemNeed {
  /** To compile it; empty where there are wheels. */
  readonly build: readonly string[];
  /** To run it. */
  readonly run: readonly string[];
}

const compiler = ['gcc', 'libc6-dev'];

/**
 * Packages without wheels for Linux, and those that load libraries of the system. Not complete.
 * Source: the files that PyPI lists and the installation page of each; checked 2026-11-22. What
 * python-magic, opencv-python, weasyprint and cairosvg load is from general knowledge.
 */
const needs: ReadonlyMap<string, PythonSystemNeed> = new Map([
  ['psycopg2', { build: [...compiler, 'libpq-dev'], run: ['libpq5'] }],
  ['psycopg-c', { build: [...compiler, 'libpq-dev'], run: ['libpq5'] }],
  [
    'mysqlclient',
    { build: [...compiler, 'pkg-config', 'default-libmysqlclient-dev'], run: ['libmariadb3'] },
  ],
  ['mariadb', { build: [...compiler, 'libmariadb-dev'], run: ['libmariadb3'] }],
  [
    'python-ldap',
    { build: [...compiler, 'libldap-dev', 'libsasl2-dev'], run: ['libldap2', 'libsasl2-2'] },
  ],
  ['uwsgi', { build: compiler, run: [] }],
  ['python-magic', { build: [], run: ['libmagic1t64'] }],
  ['opencv-python', { build: [], run: ['libgl1', 'libglib2.0-0t64'] }],
  [
    'weasyprint',
    { build: [], run: ['libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0'] },
  ],
  ['cairosvg', { build: [], run: ['libcairo2'] }],
]);

/** What the operating system has to bring for a package; undefined: nothing that is known of. */
export function findPythonSystemNeed(name: string): PythonSystemNeed | undefined {
  return needs.get(name);
}

/**
 * Packages that start programs which no base image has, such as browsers and converters.
 * Source: general knowledge of these packages.
 */
export const programStartingPackages: ReadonlySet<string> = new Set([
  'ffmpeg-python',
  'pdfkit',
  'playwright',
  'pytesseract',
  'selenium',
]);
