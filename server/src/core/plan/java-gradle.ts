import type { BuildContext } from '../project/build-context';
import { readGradleProject, type GradleProject } from '../project/gradle-project';
import { isVisibleFile, isVisibleFolder, visibleFilesOf } from '../project/install-inputs';
import { below } from '../project/node-package-manager';
import { fact, presence, saidIn, type Fact } from './evidence';
import type { JavaBuild } from './java-build';
import { findMainClass } from './java-main';
import { hasLayerTools } from './java-maven';
import type { JavaProgram } from './java-program';

/** A project of a Gradle build. */
export interface GradleModule {
  /** Folder of the build, in the context. */
  readonly root: string;
  /** Folder of the project, relative to the root. */
  readonly module: string;
  readonly project: GradleProject;
  /** What the root of the build says; undefined when it has no build file. */
  readonly top: GradleProject | undefined;
  /** Folders of all projects of the build, relative to the root, without the root itself. */
  readonly projects: readonly string[];
}

const settingFiles = ['settings.gradle', 'settings.gradle.kts'];
const buildFiles = ['build.gradle', 'build.gradle.kts'];

/** Reads the project in a folder; undefined when its build file cannot be read. */
export function readGradleModule(context: BuildContext, folder: string): GradleModule | undefined {
  const project = readGradleProject(context, folder);
  if (project === undefined) return undefined;
  const root = findRoot(context, folder);
  return {
    root,
    module: root === '' ? folder : folder.slice(root.length + 1),
    project,
    top: readGradleProject(context, root),
    projects: readSettings(context, root),
  };
}

/** True when the project is built from a folder above its own. */
export function isPartOfGradleBuild(context: BuildContext, folder: string): boolean {
  return folder !== '' && findRoot(context, folder) !== folder;
}

function findRoot(context: BuildContext, folder: string): string {
  const above = folder.split('/').map((_, index, parts) => parts.slice(0, index).join('/'));
  const found = above.find((each) => {
    const inside = each === '' ? folder : folder.slice(each.length + 1);
    return readSettings(context, each).includes(inside);
  });
  return folder === '' ? '' : (found ?? folder);
}

/** Folders that the settings of a build include. */
function readSettings(context: BuildContext, root: string): readonly string[] {
  const text = settingFiles
    .map((name) => context.text(below(root, name)))
    .find((each) => each !== undefined);
  return [...(text ?? '').matchAll(/\binclude\s*\(?((?:\s*["'][\w:./-]+["']\s*,?)+)/g)].flatMap(
    ([, names = '']) =>
      [...names.matchAll(/["']([^"']+)["']/g)].map(([, name = '']) =>
        name.replace(/^:/, '').replaceAll(':', '/'),
      ),
  );
}

/** How the project is built. */
export function describeGradleBuild(context: BuildContext, found: GradleModule): Fact<JavaBuild> {
  const { root, module, project, top, projects } = found;
  const script = below(root, 'gradlew');
  const hasScript = isVisibleFile(context, script);
  const archive = below(root, 'gradle/wrapper/gradle-wrapper.jar');
  const wrapper = hasScript && isVisibleFile(context, archive);
  const all = [project, ...(top === undefined ? [] : [top])];
  const included = all.flatMap(({ includedBuilds }) => includedBuilds);
  const buildLogic = [...new Set(['gradle', 'buildSrc', ...included])].filter((name) =>
    isVisibleFolder(context, below(root, name)),
  );
  const manifests = collectManifests(context, root, projects);
  const read = projects.flatMap((each) => readGradleProject(context, below(root, each)) ?? []);
  const isKnown =
    manifests !== undefined &&
    included.every((name) => buildLogic.includes(name)) &&
    ![...all, ...read].some(({ readsFiles }) => readsFiles);
  const texts = [...all, ...read].map(({ path }) => context.text(path)).join('\n');
  const build: JavaBuild = {
    tool: 'gradle',
    root,
    module,
    wrapper,
    wrapperObstacle:
      hasScript && !wrapper ? `gradlew is not used, because ${archive} is missing.` : undefined,
    toolVersion: wrapper ? findGradleVersion(context, root) : undefined,
    manifests: isKnown ? manifests : undefined,
    folders: buildLogic,
    variables: [...new Set([...all, ...read].flatMap(({ variables }) => variables))].filter(
      (name) => loginWords.test(name),
    ),
    portable: !/osdetector|os\.detected/.test(texts),
    outputs: ['', ...projects, ...buildLogic.filter((name) => name !== 'gradle')].flatMap(
      (folder) => [below(folder, 'build'), below(folder, '.gradle')],
    ),
  };
  return fact(build, presence(wrapper ? script : project.path));
}

/** Others have a default as a rule, and a secret that is not given ends the build. */
const loginWords = /(?:TOKEN|PASSWORD|SECRET|USER(?:NAME)?|ACTOR|KEY|CREDENTIALS?)$/;

function findGradleVersion(context: BuildContext, root: string): string | undefined {
  const text = context.text(below(root, 'gradle/wrapper/gradle-wrapper.properties'));
  return /\bgradle-([\d.]+)-(?:bin|all)\.zip/.exec(text ?? '')?.[1];
}

/** Build files of all projects, relative to the root; undefined when a project has none. */
function collectManifests(
  context: BuildContext,
  root: string,
  projects: readonly string[],
): readonly string[] | undefined {
  const strip = (path: string): string => (root === '' ? path : path.slice(root.length + 1));
  const own = ['', ...projects].map((folder) =>
    visibleFilesOf(context, below(root, folder), [
      ...(folder === '' ? settingFiles : []),
      ...buildFiles,
      'gradle.properties',
      'gradle.lockfile',
      ...(folder === '' ? ['settings-gradle.lockfile', 'buildscript-gradle.lockfile'] : []),
    ]).map(strip),
  );
  const isComplete = own
    .slice(1)
    .every((files) =>
      files.some((path) => buildFiles.includes(path.slice(path.lastIndexOf('/') + 1))),
    );
  return isComplete ? own.flat() : undefined;
}

/** The version of Java that classes are compiled for; undefined when no build file says it. */
export function findGradleRelease(
  context: BuildContext,
  { project, top }: GradleModule,
): { readonly release: Fact<number> | undefined; readonly exact: boolean } {
  const saying = [project, top].find((each) => each?.release !== undefined);
  if (saying?.release === undefined) return { release: undefined, exact: false };
  const { path, release, usesToolchain } = saying;
  const pattern = /languageVersion|jvmToolchain|(?:source|target)Compatibility|\brelease\b/;
  return {
    release: fact(
      Number(release),
      saidIn(context, path, pattern, `Classes are for Java ${release}.`),
    ),
    exact: usesToolchain,
  };
}

export const springBootPlugin = 'org.springframework.boot';

const shadowPlugins = /^(?:com\.gradleup\.shadow|com\.github\.johnrengelman\.shadow)$/;
/** These bring the plugin `application`. */
const applicationPlugins = /^(?:application|io\.ktor\.plugin|io\.micronaut\.application)$/;

/** What the project makes that can be started; a sentence when there is nothing. */
export function findGradleProgram(
  context: BuildContext,
  found: GradleModule,
): Fact<JavaProgram> | string {
  const { project, root, module } = found;
  const { path, plugins, archiveFileNames } = project;
  const said = (plugin: string): ReturnType<typeof presence> =>
    saidIn(context, path, toPattern(plugin), `The plugin ${plugin} is used.`);
  if (plugins.includes(springBootPlugin)) {
    const jar = `build/libs/${archiveFileNames.get('bootJar') ?? '*.jar'}`;
    return fact(
      canBeLayered(context, found)
        ? { kind: 'layers', task: 'bootJar', jar }
        : { kind: 'jar', task: 'bootJar', jar, folders: [] },
      said(springBootPlugin),
    );
  }
  if (plugins.includes('io.quarkus')) {
    return fact(
      { kind: 'quarkus', task: 'quarkusBuild', folder: 'build/quarkus-app' },
      said('io.quarkus'),
    );
  }
  const application = plugins.find((id) => applicationPlugins.test(id));
  if (application !== undefined) {
    const main = findMainClass(context, below(root, module), project.mainClass);
    if (typeof main === 'string') return main;
    if (project.jvmArguments === undefined) {
      return `${path} computes the options of the JVM: write applicationDefaultJvmArgs as a list of texts.`;
    }
    return fact(
      {
        kind: 'distribution',
        task: 'installDist',
        own: ownJars(project),
        mainClass: main.value,
        jvmArguments: project.jvmArguments,
      },
      main.evidence.file === undefined ? said(application) : main.evidence,
    );
  }
  const shadow = plugins.find((id) => shadowPlugins.test(id));
  if (shadow !== undefined) {
    const jar = `build/libs/${archiveFileNames.get('shadowJar') ?? '*-all.jar'}`;
    return fact({ kind: 'jar', task: 'shadowJar', jar, folders: [] }, said(shadow));
  }
  if (project.hasFatJar) {
    const jar = `build/libs/${archiveFileNames.get('jar') ?? '*.jar'}`;
    const evidence = saidIn(context, path, /Main-Class/, 'The task jar packs all classes.');
    return fact({ kind: 'jar', task: 'jar', jar, folders: [] }, evidence);
  }
  return `${path} makes nothing that can be started: use the plugin "application".`;
}

function toPattern(plugin: string): RegExp {
  const last = plugin.slice(plugin.lastIndexOf('.') + 1);
  return new RegExp(`["'\`.]?${plugin.replaceAll('.', '\\.')}|libs\\.plugins\\.[\\w.]*${last}`);
}

function canBeLayered(context: BuildContext, { project, top }: GradleModule): boolean {
  const version = findSpringBootVersion({ project, top });
  return hasLayerTools(version) && !/\blayered\b/.test(context.text(project.path) ?? '');
}

/** The version of the plugin, which the root of the build may name. */
export function findSpringBootVersion({
  project,
  top,
}: Pick<GradleModule, 'project' | 'top'>): string | undefined {
  return project.pluginVersions.get(springBootPlugin) ?? top?.pluginVersions.get(springBootPlugin);
}

/** Jars of the project itself, which change with its sources. */
function ownJars({ archivesName, name, archiveFileNames }: GradleProject): string | undefined {
  const given = archiveFileNames.get('jar');
  if (given !== undefined) return given;
  const base = archivesName ?? name;
  return base === undefined ? undefined : `${base}*.jar`;
}
