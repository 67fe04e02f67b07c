/** Crates named `*-sys` that bring their own C code, or are declarations alone: nothing is loaded at run time. */
const selfContained = new Set(
  (
    'aws-lc-sys aws-lc-fips-sys zstd-sys lz4-sys libmimalloc-sys tikv-jemalloc-sys jemalloc-sys snmalloc-sys ' +
    'js-sys web-sys windows-sys linux-raw-sys inotify-sys fsevent-sys kqueue-sys dirs-sys dirs-sys-next ' +
    'core-foundation-sys security-framework-sys system-configuration-sys io-kit-sys coreaudio-sys ' +
    'objc-sys jni-sys ndk-sys clang-sys secp256k1-sys brotli-sys libwebp-sys mozjpeg-sys rdkafka-sys'
  ).split(' '),
);

/** Debian libraries of crates that link against the system where its headers are found, in releases 12 and 13. */
const systemLibraries: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['openssl-sys', ['libssl3', 'libssl3t64']],
  ['libz-sys', ['zlib1g', 'zlib1g']],
  ['libz-ng-sys', ['zlib1g', 'zlib1g']],
  ['bzip2-sys', ['libbz2-1.0', 'libbz2-1.0']],
  ['lzma-sys', ['liblzma5', 'liblzma5']],
  ['pq-sys', ['libpq5', 'libpq5']],
  ['mysqlclient-sys', ['libmariadb3', 'libmariadb3']],
  ['libsqlite3-sys', ['libsqlite3-0', 'libsqlite3-0']],
  ['sqlite3-sys', ['libsqlite3-0', 'libsqlite3-0']],
  ['libssh2-sys', ['libssh2-1', 'libssh2-1t64']],
  ['libsodium-sys', ['libsodium23', 'libsodium23']],
  ['zmq-sys', ['libzmq5', 'libzmq5']],
  ['expat-sys', ['libexpat1', 'libexpat1']],
  ['libdbus-sys', ['libdbus-1-3', 'libdbus-1-3']],
  ['libudev-sys', ['libudev1', 'libudev1']],
]);

/**
 * The Debian library that a crate may load; `none` for one that loads none, undefined when that is not known.
 * Only crates named `*-sys` link by convention (the Cargo Book, "Build scripts": *-sys packages).
 * Source: the README and build script of each crate on docs.rs; packages.debian.org; checked 2026-11-22.
 */
export function findCrateLibrary(crate: string, release: 12 | 13): string | undefined {
  if (!/[-_]sys$/.test(crate) || selfContained.has(crate)) return 'none';
  const row = systemLibraries.get(crate);
  return row?.[release === 12 ? 0 : 1];
}
