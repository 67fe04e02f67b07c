/**
 * Extensions that the official images of PHP have, in lower case.
 * Source: `php -m` of docker-library/php 8.2 to 8.5 by the options of its Dockerfiles; checked 2026-08-21.
 */
const ready: ReadonlySet<string> = new Set(
  (
    'core ctype curl date dom fileinfo filter hash iconv json libxml mbstring mysqlnd openssl pcre pdo pdo_sqlite phar ' +
    'posix random readline reflection session simplexml sodium spl sqlite3 standard tokenizer xml xmlreader xmlwriter zlib'
  ).split(' '),
);

/** Extensions that load modules or data files besides libraries; from general knowledge, checked 2026-11-22. */
const withModules: ReadonlySet<string> = new Set(
  'enchant ffi gmagick imagick ioncube_loader newrelic oci8 pdo_oci pdo_sqlsrv pspell snmp sourceguardian sqlsrv'.split(
    ' ',
  ),
);

/** Extensions by the names under which the installer knows them, those that are there already left out. */
export function toInstalledExtensions(names: Iterable<string>, php: string): readonly string[] {
  const wanted = [...names].map((name) =>
    name
      .toLowerCase()
      .replace(/^zend-opcache$/, 'opcache')
      .replaceAll('-', '_'),
  );
  // From 8.5 on it is a part of PHP.
  const own = Number(php) < 8.5 ? ['opcache'] : [];
  return [...new Set([...wanted, ...own])]
    .filter((name) => !ready.has(name) && (name !== 'opcache' || own.length > 0))
    .sort();
}

/** Those of some extensions that do not run on their libraries alone. */
export function findModuleExtensions(names: Iterable<string>): readonly string[] {
  return [...names].filter((name) => withModules.has(name.toLowerCase()));
}
