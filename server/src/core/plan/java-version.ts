import { newestJavaFor, runsOnJava } from '../data/gradle-java';
import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { byDefault, fact, saidIn, type Fact } from './evidence';

/** What is known about the version of Java before one is chosen. */
export interface JavaWish {
  /** What classes are compiled for; undefined when no build file says it. */
  readonly release: Fact<number> | undefined;
  /** True when the build looks for exactly that version of the compiler. */
  readonly exact: boolean;
  /** Version of Gradle that builds; undefined for Maven, and where it is not known. */
  readonly gradle: string | undefined;
}

/** Versions with images to build and to run in: long-term ones, and the newest. */
const versions = [8, 11, 17, 21, 25, 26];
const newestLongTerm = 25;

/**
 * The version of Java to build and to run with: the one that the project names, or the next long-term one.
 *
 * @returns a sentence when there is none
 */
export function chooseJava(wish: JavaWish): Fact<number> | string {
  const { release, exact, gradle } = wish;
  if (release === undefined) {
    const newest = gradle === undefined ? newestLongTerm : newestJavaFor(gradle);
    return fact(
      newest ?? newestLongTerm,
      byDefault(
        gradle === undefined
          ? 'The project names no version of Java, so the newest long-term one is taken.'
          : `The project names no version of Java: Gradle ${gradle} runs on this one.`,
      ),
    );
  }
  const chosen = nextVersion(release.value, wish);
  if (chosen === undefined) {
    return exact
      ? `The build looks for Java ${String(release.value)} to compile with, which Gradle cannot run on or has no image: name a long-term version.`
      : `There are no images of Java ${String(release.value)}.`;
  }
  if (gradle !== undefined && !runsOnJava(gradle, chosen)) {
    return `Gradle ${gradle} does not run on Java ${String(chosen)}: update its wrapper.`;
  }
  return fact(chosen, release.evidence);
}

function nextVersion(release: number, { exact, gradle }: JavaWish): number | undefined {
  if (exact) return versions.find((each) => each === release);
  const fitting = versions.filter((each) => each >= release);
  // Gradle 9 compiles for older versions, but does not run on them.
  return gradle === undefined
    ? fitting[0]
    : (fitting.find((each) => runsOnJava(gradle, each)) ?? fitting[0]);
}

/** Files that say which version developers use, and how. */
const versionFiles: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['.java-version', /^\D*(?:1\.)?(\d+)/m],
  ['.sdkmanrc', /^\s*java\s*=\s*(\d+)/m],
  ['.tool-versions', /^\s*java\s+\D*(\d+)/m],
];

/** What the files of version managers say, in a folder of the context. */
export function findJavaVersionFile(
  context: BuildContext,
  folder: string,
): Fact<number> | undefined {
  for (const [name, pattern] of versionFiles) {
    const path = below(folder, name);
    const version = pattern.exec(context.text(path) ?? '')?.[1];
    if (version !== undefined) {
      return fact(Number(version), saidIn(context, path, pattern, `Java is ${version}.`));
    }
  }
  return undefined;
}
