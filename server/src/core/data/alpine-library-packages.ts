/**
 * Shared libraries that go with packages of headers on Alpine; none for headers alone, and for libraries that
 * every image of a language runtime has.
 * Source: https://pkgs.alpinelinux.org/packages (depends of v3.22 and v3.23), checked 2026-11-21.
 */
const libraries: ReadonlyMap<string, readonly string[]> = new Map([
  ['postgresql-dev', ['libpq']],
  ['libpq-dev', ['libpq']],
  ['mariadb-dev', ['mariadb-connector-c']],
  ['mariadb-connector-c-dev', ['mariadb-connector-c']],
  ['libffi-dev', ['libffi']],
  ['openssl-dev', []],
  ['zlib-dev', ['zlib']],
  ['jpeg-dev', ['libjpeg-turbo']],
  ['libjpeg-turbo-dev', ['libjpeg-turbo']],
  ['libpng-dev', ['libpng']],
  ['freetype-dev', ['freetype']],
  ['libwebp-dev', ['libwebp']],
  ['libxml2-dev', ['libxml2']],
  ['libxslt-dev', ['libxslt']],
  ['yaml-dev', ['yaml']],
  ['gmp-dev', ['gmp']],
  ['sqlite-dev', ['sqlite-libs']],
  ['python3-dev', []],
  ['musl-dev', []],
  ['linux-headers', []],
]);

/** The libraries a running program needs of a package of headers; undefined when that is not known. */
export function findAlpineLibraries(headers: string): readonly string[] | undefined {
  return libraries.get(headers);
}
