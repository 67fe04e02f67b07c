/** What a crate needs while it is compiled, and what the program then loads, as packages of Debian 13. */
export interface CrateNeeds {
  readonly build: readonly string[];
  readonly run: readonly string[];
  /** True when the image for programs without a shell has those that run. */
  readonly runsOnDistroless?: boolean;
}

/**
 * Crates that need more than the C compiler of the image. Crates that compile their C code where the system has no
 * library of that name are not among them: without headers they link it statically.
 * Source: the README and build script of each crate on docs.rs, data/rust-libraries.ts; distroless: base/config.bzl;
 * checked 2026-11-22, from general knowledge where a README does not say.
 */
const needs: ReadonlyMap<string, CrateNeeds> = new Map<string, CrateNeeds>([
  [
    'openssl-sys',
    { build: ['libssl-dev', 'pkg-config'], run: ['libssl3t64'], runsOnDistroless: true },
  ],
  ['pq-sys', { build: ['libpq-dev', 'pkg-config'], run: ['libpq5'] }],
  ['mysqlclient-sys', { build: ['libmariadb-dev', 'pkg-config'], run: ['libmariadb3'] }],
  ['libdbus-sys', { build: ['libdbus-1-dev', 'pkg-config'], run: ['libdbus-1-3'] }],
  ['libudev-sys', { build: ['libudev-dev', 'pkg-config'], run: ['libudev1'] }],
  ['expat-sys', { build: ['libexpat1-dev', 'pkg-config'], run: ['libexpat1'] }],
  ['cmake', { build: ['cmake', 'g++', 'make'], run: [] }],
  ['bindgen', { build: ['libclang-dev'], run: [] }],
  ['prost-build', { build: ['protobuf-compiler'], run: [] }],
  ['tikv-jemalloc-sys', { build: ['make'], run: [] }],
  ['jemalloc-sys', { build: ['make'], run: [] }],
  ['rdkafka-sys', { build: ['g++', 'make'], run: [] }],
]);

/** Crates that bring with them what another would need. */
const bundles: ReadonlyMap<string, string> = new Map([
  ['openssl-sys', 'openssl-src'],
  ['pq-sys', 'pq-src'],
  ['mysqlclient-sys', 'mysqlclient-src'],
  ['prost-build', 'protoc-bin-vendored'],
]);

/** Crates of C code that is compiled when no library is found: of these nothing is loaded. */
export const compilesOwnC: ReadonlySet<string> = new Set(
  'libz-sys libz-ng-sys bzip2-sys lzma-sys libssh2-sys libsodium-sys'.split(' '),
);

/** What a crate needs among the others of the lock file; undefined: nothing besides a C compiler. */
export function findCrateNeeds(crate: string, crates: ReadonlySet<string>): CrateNeeds | undefined {
  const bundle = bundles.get(crate);
  if (bundle === undefined || !crates.has(bundle)) return needs.get(crate);
  // OpenSSL is configured by a script in Perl, of which slim images have a part only.
  return bundle === 'openssl-src' ? { build: ['make', 'perl'], run: [] } : undefined;
}
