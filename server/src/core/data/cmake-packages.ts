/**
 * Packages of Debian 13 with the headers that `find_package` and `pkg_check_modules` look for, by the name they are
 * called by there in lower case; an empty text for what the compiler or CMake bring.
 * Source: packages.debian.org (contents of packages), checked 2026-11-22, from general knowledge of the modules.
 */
const packages: ReadonlyMap<string, string> = new Map(
  Object.entries({
    threads: '',
    openmp: '',
    git: '',
    pkgconfig: 'pkg-config',
    openssl: 'libssl-dev',
    libssl: 'libssl-dev',
    libcrypto: 'libssl-dev',
    zlib: 'zlib1g-dev',
    curl: 'libcurl4-openssl-dev',
    libcurl: 'libcurl4-openssl-dev',
    sqlite3: 'libsqlite3-dev',
    postgresql: 'libpq-dev',
    libpq: 'libpq-dev',
    nlohmann_json: 'nlohmann-json3-dev',
    asio: 'libasio-dev',
    eigen3: 'libeigen3-dev',
    jansson: 'libjansson-dev',
    libevent: 'libevent-dev',
    libuv: 'libuv1-dev',
    libmicrohttpd: 'libmicrohttpd-dev',
    expat: 'libexpat1-dev',
    libcjson: 'libcjson-dev',
  }),
);

/** The package with the headers of a library; empty for none, undefined when that is not known. */
export function findHeaderPackage(name: string): string | undefined {
  return packages.get(name.toLowerCase());
}

/** Libraries besides those of the compiler in distroless/cc-debian13. Source: GoogleContainerTools/distroless: base/config.bzl, cc/README.md; checked 2026-08-22. */
export const distrolessLibraries: ReadonlySet<string> = new Set([
  'libssl3t64',
  'libzstd1',
  'zlib1g',
]);
