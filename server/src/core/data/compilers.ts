import type { Sourced } from './sourced';

/** A command that makes a program which runs without the tools that made it. */
export interface Compiler extends Sourced {
  /** Ids of base image families that bring the tools for nothing else. */
  readonly families: readonly string[];
  readonly program: RegExp;
  /** The words behind the program. */
  readonly words: RegExp;
  /** The program that a container of such an image starts when it runs the result; undefined: the result itself. */
  readonly runtime?: RegExp;
  /** Sources of the language. */
  readonly sources: RegExp;
  /** What stands in a source that starts other programs, which may be tools of the image. */
  readonly starts: RegExp;
}

const checked = '2026-11-22';

export const compilers: readonly Compiler[] = [
  {
    families: ['golang'],
    program: /^go$/,
    words: /^build\b/,
    sources: /\.go$/,
    starts: /"os\/exec"|\bos\.StartProcess\b|\bsyscall\.(?:Exec|ForkExec)\b/,
    source: 'https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies',
    checked,
  },
  {
    families: ['rust'],
    program: /^cargo$/,
    words: /^(?:\+\S+ )?(?:build|b|zigbuild)\b/,
    sources: /\.rs$/,
    starts: /\bprocess::Command\b|\bCommand::new\b|\bexecv/,
    source: 'https://doc.rust-lang.org/cargo/commands/cargo-build.html',
    checked,
  },
  {
    families: ['maven', 'gradle', 'eclipse-temurin', 'amazoncorretto', 'openjdk'],
    program: /^mvnw?$/,
    words: /\b(?:package|verify|install)\b/,
    runtime: /^java$/,
    sources: /\.(?:java|kt|scala|groovy)$/,
    starts: /\bProcessBuilder\b|\bgetRuntime\b|\bjavax\.tools\b|\bToolProvider\b/,
    source: 'https://maven.apache.org/guides/introduction/introduction-to-the-lifecycle.html',
    checked,
  },
  {
    families: ['maven', 'gradle', 'eclipse-temurin', 'amazoncorretto', 'openjdk'],
    program: /^gradlew?$/,
    words: /\b(?:build|assemble|bootJar|shadowJar|jar|installDist|installBootDist)\b/,
    runtime: /^java$/,
    sources: /\.(?:java|kt|scala|groovy)$/,
    starts: /\bProcessBuilder\b|\bgetRuntime\b|\bjavax\.tools\b|\bToolProvider\b/,
    source: 'https://docs.gradle.org/current/userguide/java_plugin.html#sec:java_tasks',
    checked,
  },
  {
    families: ['dotnet-sdk'],
    program: /^dotnet$/,
    words: /^(?:publish|build)\b/,
    runtime: /^dotnet$/,
    sources: /\.(?:cs|fs|vb)$/,
    starts: /\bProcess\.Start\b|\bProcessStartInfo\b|\bMicrosoft\.Build\b/,
    source: 'https://learn.microsoft.com/dotnet/core/tools/dotnet-publish',
    checked,
  },
  {
    families: ['swift'],
    program: /^swift$/,
    words: /^build\b/,
    sources: /\.swift$/,
    starts: /\bProcess\(|\bposix_spawn/,
    source: 'https://docs.swift.org/swiftpm/documentation/packagemanagerdocs/swiftbuild',
    checked,
  },
  {
    families: ['dart'],
    program: /^dart$/,
    words: /^compile (?:exe|aot-snapshot)\b/,
    sources: /\.dart$/,
    starts: /\bProcess\.(?:run|start)/,
    source: 'https://dart.dev/tools/dart-compile',
    checked,
  },
  {
    families: ['gcc'],
    program: /^(?:gcc|g\+\+|cc|c\+\+|make|ninja)$/,
    words: /^/,
    sources: /\.(?:c|cc|cpp|cxx|h|hpp|hh)$/,
    starts: /\b(?:system|popen|exec[lv]\w*|posix_spawnp?)\s*\(/,
    source: 'https://hub.docker.com/_/gcc: how to use this image',
    checked,
  },
];
