import type { RecipeImage } from './row';

const checked = '2026-08-22';
const nonroot = { uid: 65532, gid: 65532 };
const temurin =
  'docker-library/official-images: library/eclipse-temurin, library/maven, library/gradle';

type Base = Omit<RecipeImage, 'language' | 'build'>;

const slim: Base = {
  base: 'slim',
  versions: ['8', '11', '17', '21', '25', '26'],
  run: 'eclipse-temurin:$-jre-noble',
  libc: 'glibc',
  program: 'java',
  startsProgram: false,
  hasShell: true,
  source: temurin,
  checked,
};

/** Before Java 21 there are images for amd64 only. */
const alpine: Base = {
  base: 'alpine',
  versions: ['21', '25', '26'],
  run: 'eclipse-temurin:$-jre-alpine-3.24',
  libc: 'musl',
  program: 'java',
  startsProgram: false,
  hasShell: true,
  source: temurin,
  checked,
};

const distroless: Base = {
  base: 'distroless',
  versions: ['17', '21', '25'],
  run: 'gcr.io/distroless/java$-debian13:nonroot',
  libc: 'glibc',
  user: nonroot,
  program: '/usr/bin/java',
  startsProgram: true,
  hasShell: false,
  source: 'GoogleContainerTools/distroless: README.md, java/README.md',
  checked,
};

const dhi: Base = {
  base: 'dhi',
  versions: ['17', '21', '25'],
  run: 'dhi.io/eclipse-temurin:$',
  libc: 'glibc',
  user: nonroot,
  program: 'java',
  startsProgram: false,
  hasShell: false,
  source: 'docker-hardened-images/catalog: image/{eclipse-temurin,maven,gradle}/debian-13',
  checked,
};

const bases = [slim, alpine, distroless, dhi];

function rowsFor(
  language: string,
  build: (base: Base) => string,
  versions: readonly string[],
): readonly RecipeImage[] {
  return bases.map((base) => ({
    ...base,
    language,
    build: build(base),
    versions: (base.versions ?? []).filter((version) => versions.includes(version)),
  }));
}

/**
 * `java`: with a wrapper, which brings Maven or Gradle of the version that the project wants; `java-maven` and
 * `java-gradle`: without one. Classes run on every system, so all are compiled on glibc, which has the most tools.
 * Left out is Chainguard: only the newest Java is free, which is no long-term version.
 */
export const javaRecipeImages: readonly RecipeImage[] = [
  // Hardened images for development lack what wrappers unpack archives with.
  ...rowsFor('java', () => 'eclipse-temurin:$-jdk-noble', ['8', '11', '17', '21', '25', '26']),
  ...rowsFor(
    'java-maven',
    ({ base }) =>
      base === 'dhi' ? 'dhi.io/maven:3.9-jdk$-dev' : 'maven:3.9-eclipse-temurin-$-noble',
    ['8', '11', '17', '21', '25', '26'],
  ),
  // Gradle 9 runs on Java 17 and later only.
  ...rowsFor(
    'java-gradle',
    ({ base }) => (base === 'dhi' ? 'dhi.io/gradle:9.7-jdk$-dev' : 'gradle:9.7-jdk$-noble'),
    ['17', '21', '25', '26'],
  ),
];
