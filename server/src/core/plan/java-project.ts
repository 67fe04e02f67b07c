import type { BuildContext } from '../project/build-context';
import { collectGradleDependencies } from '../project/gradle-dependencies';
import { below } from '../project/node-package-manager';
import { fact, type Fact } from './evidence';
import type { JavaApplication } from './java-application';
import type { JavaBuild } from './java-build';
import {
  describeGradleBuild,
  findGradleProgram,
  findGradleRelease,
  findSpringBootVersion,
  isPartOfGradleBuild,
  readGradleModule,
  springBootPlugin,
} from './java-gradle';
import { withBases, type JavaFacts } from './java-image';
import {
  collectMavenDependencies,
  describeMavenBuild,
  findMavenProgram,
  findMavenRelease,
  isPartOfMavenBuild,
  readMavenModule,
} from './java-maven';
import type { JavaProgram } from './java-program';
import { chooseJava, findJavaVersionFile } from './java-version';

/** What the build files of a Java project say, whichever tool builds it. */
export interface JavaProject {
  /** The build file. */
  readonly path: string;
  /** True when it is built from a folder above its own. */
  readonly isPart: boolean;
  /** A sentence when the project makes nothing that can be started. */
  readonly program: Fact<JavaProgram> | string;
  readonly build: Fact<JavaBuild>;
  /** What it needs when it runs: `org.postgresql:postgresql`. */
  readonly dependencies: readonly string[];
  /** A sentence when no version of Java fits. */
  readonly java: Fact<number> | string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly repository: string | undefined;
  readonly springBoot: { readonly used: boolean; readonly version: string | undefined };
}

/** Reads the Maven project of a folder; undefined when there is none, or one without a program of its own. */
export function readMavenBuild(context: BuildContext, folder: string): JavaProject | undefined {
  const module = readMavenModule(context, folder);
  if (module === undefined || module.project.packaging === 'pom') return undefined;
  const { project, root } = module;
  return {
    path: project.path,
    isPart: isPartOfMavenBuild(context, folder),
    program: findMavenProgram(context, module),
    build: describeMavenBuild(context, module),
    dependencies: collectMavenDependencies(context, module),
    java: chooseJava({
      release:
        findMavenRelease(context, module) ??
        findJavaVersionFile(context, folder) ??
        findJavaVersionFile(context, root),
      exact: false,
      gradle: undefined,
    }),
    name: project.artifactId,
    description: project.description,
    repository: toAddress(project.repository),
    springBoot: {
      used: project.plugins.some(({ artifactId }) => artifactId === 'spring-boot-maven-plugin'),
      version: project.springBoot,
    },
  };
}

/** Reads the Gradle project of a folder; undefined when there is none. */
export function readGradleBuild(context: BuildContext, folder: string): JavaProject | undefined {
  const module = readGradleModule(context, folder);
  if (module === undefined || isEmptyRoot(context, folder, module.projects)) return undefined;
  const { project, root } = module;
  const build = describeGradleBuild(context, module);
  const said = findGradleRelease(context, module);
  return {
    path: project.path,
    isPart: isPartOfGradleBuild(context, folder),
    program: findGradleProgram(context, module),
    build,
    dependencies: collectGradleDependencies(context, root, module.module),
    java: chooseJava({
      release: said.release ?? findJavaVersionFile(context, root),
      exact: said.exact,
      gradle: build.value.wrapper ? build.value.toolVersion : imageGradle,
    }),
    name: isVague(project.name) ? joinNames(module.top?.name, project.name) : project.name,
    description: project.description,
    repository: undefined,
    springBoot: {
      used: project.plugins.includes(springBootPlugin),
      version: findSpringBootVersion(module),
    },
  };
}

/** True for names that many projects have. */
function isVague(name: string | undefined): boolean {
  return /^(?:app|application|api|backend|boot|main|server|service|web)$/.test(name ?? '');
}

function joinNames(top: string | undefined, name: string | undefined): string | undefined {
  return top === undefined || top === name ? name : `${top}-${name ?? ''}`;
}

/** Version of the image that builds without a wrapper. */
const imageGradle = '9.7';

/** True for the root of a build that only holds other projects. */
function isEmptyRoot(context: BuildContext, folder: string, projects: readonly string[]): boolean {
  const sources = `${below(folder, 'src')}/`;
  return projects.length > 0 && !context.visiblePaths.some((path) => path.startsWith(sources));
}

/** True where a recipe for plain Java may speak up: modules that are libraries for others are no programs. */
export function looksStartable({ isPart, program }: JavaProject): boolean {
  return !isPart || typeof program !== 'string';
}

/** The facts of a project; a sentence when it cannot be built into an image. */
export function toJavaFacts(
  project: JavaProject,
  folder: string,
  application: JavaApplication,
): JavaFacts | string {
  const { java, program, build, name, description, repository } = project;
  if (typeof program === 'string') return program;
  if (typeof java === 'string') return java;
  return withBases({
    folder,
    name,
    description,
    repository,
    java,
    build: fact(build.value, build.evidence),
    program,
    application,
  });
}

/** Where the sources of the project lie. */
export function sourceFolder({ build }: JavaProject): string {
  const { root, module } = build.value;
  return below(root, module);
}

function toAddress(url: string | undefined): string | undefined {
  return url?.startsWith('https://') === true ? url.replace(/\.git$/, '') : undefined;
}
