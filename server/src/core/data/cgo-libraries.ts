/**
 * Go modules that are linked against C and bring that C code with them, as source or as a static library for glibc:
 * a C and C++ compiler is all that a build needs.
 * Source: the README and the `#cgo` lines of each module on pkg.go.dev, checked 2026-11-22 against general knowledge of
 * them; a module that is not listed may need packages of the system.
 */
const selfContained: readonly RegExp[] = [
  /^github\.com\/mattn\/go-sqlite3$/,
  /^(?:github\.com|gopkg\.in)\/confluentinc\/confluent-kafka-go/,
  /^github\.com\/(?:DataDog\/zstd|valyala\/gozstd|mutecomm\/go-sqlcipher)/,
  /^github\.com\/(?:marcboeker\/go-duckdb|duckdb\/duckdb-go)/,
  /^github\.com\/(?:smacker\/go-tree-sitter|tree-sitter\/|supranational\/blst|chai2010\/webp)/,
  /^github\.com\/bytecodealliance\/wasmtime-go/,
];

/** True for a module whose C code is in it. */
export function bringsOwnC(module: string): boolean {
  return selfContained.some((pattern) => pattern.test(module));
}
