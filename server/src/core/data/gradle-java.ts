import { gte, coerce } from 'semver';

/**
 * The first version of Gradle that runs on a version of Java; those before Java 17 end with Gradle 8.
 * Source: https://docs.gradle.org/9.9.0/userguide/compatibility.html; checked 2026-11-22.
 */
const firstGradle: readonly (readonly [java: number, gradle: string])[] = [
  [8, '2.0'],
  [11, '5.0'],
  [17, '7.3'],
  [21, '8.5'],
  [25, '9.1.0'],
  [26, '9.4.0'],
];

/** Whether a version of Gradle (`8.14.3`) runs on a version of Java (`21`). */
export function runsOnJava(gradle: string, java: number): boolean {
  const version = coerce(gradle);
  const first = coerce(firstGradle.find(([release]) => release === java)?.[1]);
  if (version === null || first === null) return false;
  return gte(version, first) && (java >= 17 || version.major < 9);
}

/** The newest long-term Java that a version of Gradle runs on; undefined when none is known. */
export function newestJavaFor(gradle: string): number | undefined {
  return [25, 21, 17, 11, 8].find((java) => runsOnJava(gradle, java));
}
