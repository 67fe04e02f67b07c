const names: ReadonlySet<string> = new Set(
  (
    'DEBIAN_FRONTEND DEBCONF_NONINTERACTIVE_SEEN APT_KEY_DONT_WARN_ON_DANGEROUS_USAGE MAKEFLAGS CC CXX CPP AR LD ' +
    'CFLAGS CXXFLAGS CPPFLAGS LDFLAGS CPATH LIBRARY_PATH ' +
    'GO111MODULE GOFLAGS GOPROXY GOPRIVATE GONOSUMDB GONOSUMCHECK GONOPROXY GOSUMDB GOINSECURE GOOS GOARCH GOARM ' +
    'GOAMD64 GOPATH GOROOT GOBIN GOCACHE GOMODCACHE GOTMPDIR GOTOOLCHAIN GOEXPERIMENT GOVERSION ' +
    'RUSTFLAGS RUSTDOCFLAGS RUSTC_WRAPPER RUSTUP_HOME RUSTUP_TOOLCHAIN SQLX_OFFLINE OPENSSL_STATIC ' +
    'OPENSSL_DIR OPENSSL_LIB_DIR OPENSSL_INCLUDE_DIR PROTOC CARGO_HOME'
  ).split(' '),
);
const prefixes = /^(?:CGO_|CARGO_|CMAKE_|CTEST_|PKG_CONFIG|CCACHE_|SCCACHE_|VCPKG_|CONAN_)/;

/**
 * True for a variable that only compilers, build tools and package managers read.
 * Source: `go help environment`, the Cargo Book ("Environment Variables"), cmake-env-variables(7), GNU make and
 * GCC manuals, debconf(7); checked 2026-11-21.
 */
export function isBuildVariable(name: string): boolean {
  return names.has(name) || prefixes.test(name);
}
