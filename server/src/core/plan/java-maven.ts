import type { BuildContext } from '../project/build-context';
import { isVisibleFile, isVisibleFolder, parentFolder } from '../project/install-inputs';
import { findExecutableJars } from '../project/maven-jar';
import {
  findSetting,
  readMavenProject,
  springBootParent,
  type MavenProject,
} from '../project/maven-project';
import { below } from '../project/node-package-manager';
import { fact, presence, saidIn, type Evidence, type Fact } from './evidence';
import type { JavaBuild } from './java-build';
import { findMainClass } from './java-main';
import type { JavaProgram } from './java-program';

/** A module of Maven, with the modules that are built together with it. */
export interface MavenModule {
  /** Folder of the topmost `pom.xml` that leads to the module, in the context. */
  readonly root: string;
  /** Folder of the module, relative to the root. */
  readonly module: string;
  readonly project: MavenProject;
  /** Every `pom.xml` that is read, relative to the root; undefined when one is missing or lies outside. */
  readonly files: readonly string[] | undefined;
  /** Modules of the project that this one depends on, by their folder, itself among them. */
  readonly needed: readonly string[];
}

/** Reads the module in a folder; undefined when its `pom.xml` cannot be read. */
export function readMavenModule(context: BuildContext, folder: string): MavenModule | undefined {
  const project = readMavenProject(context, folder);
  if (project === undefined) return undefined;
  const root = findRoot(context, folder);
  const module = root === '' ? folder : folder.slice(root.length + 1);
  const tree = collectTree(context, root);
  const inRoot = (path: string): string | undefined =>
    root === '' ? path : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
  const files = tree?.map(({ path }) => inRoot(path));
  const known = files?.flatMap((path) => path ?? []);
  return {
    root,
    module,
    project,
    files: known?.length === files?.length ? known : undefined,
    needed: collectNeeded(tree ?? [], project).map(({ path }) => parentFolder(path)),
  };
}

/** True when the module is built from a folder above its own. */
export function isPartOfMavenBuild(context: BuildContext, folder: string): boolean {
  return folder !== '' && findRoot(context, folder) !== folder;
}

/** The topmost folder from which `modules` lead down to the folder. */
function findRoot(context: BuildContext, folder: string): string {
  const above =
    folder === ''
      ? []
      : folder.split('/').map((_, index, parts) => parts.slice(0, index).join('/'));
  return above.find((each) => collectFolders(context, each, 0).includes(folder)) ?? folder;
}

const deepest = 4;

function collectFolders(context: BuildContext, folder: string, depth: number): readonly string[] {
  const modules = depth < deepest ? (readMavenProject(context, folder)?.modules ?? []) : [];
  return modules
    .map((name) => below(folder, name.replace(/\/?(?:pom\.xml)?$/, '')))
    .flatMap((each) => [each, ...collectFolders(context, each, depth + 1)]);
}

/** The projects from the root down, with parents; undefined when one cannot be read. */
function collectTree(context: BuildContext, root: string): readonly MavenProject[] | undefined {
  const folders = [root, ...collectFolders(context, root, 0)];
  const projects = folders.map((folder) => readMavenProject(context, folder));
  const known = projects.flatMap((each) => each ?? []);
  if (known.length !== projects.length) return undefined;
  const found = new Map(known.map((each) => [each.path, each]));
  for (const { parentPath } of found.values()) {
    if (parentPath === undefined) continue;
    const parent = readMavenProject(context, parentFolder(parentPath));
    if (parent !== undefined) found.set(parent.path, parent);
  }
  return [...found.values()];
}

function collectNeeded(
  tree: readonly MavenProject[],
  project: MavenProject,
): readonly MavenProject[] {
  const found = new Set([project]);
  for (const each of found) {
    for (const other of tree) if (each.dependencies.includes(other.artifactId)) found.add(other);
  }
  return [...found];
}

/** Everything that the program needs when it runs, as `group:artifact`. */
export function collectMavenDependencies(
  context: BuildContext,
  { needed }: MavenModule,
): readonly string[] {
  const found = needed.flatMap((folder) => readMavenProject(context, folder)?.coordinates ?? []);
  return [...new Set(found)].sort();
}

/** How the module is built. */
export function describeMavenBuild(context: BuildContext, found: MavenModule): Fact<JavaBuild> {
  const { root, module, files } = found;
  const script = below(root, 'mvnw');
  const settings = below(root, '.mvn/wrapper/maven-wrapper.properties');
  const pinned = isVisibleFile(context, settings) ? context.text(settings) : undefined;
  const hasScript = isVisibleFile(context, script);
  const wrapperObstacle = hasScript ? findWrapperObstacle(settings, pinned) : undefined;
  const wrapper = hasScript && wrapperObstacle === undefined;
  const toolVersion = wrapper ? /apache-maven-([\d.]+)-/.exec(pinned ?? '')?.[1] : undefined;
  const texts = (files ?? []).map((path) => context.text(below(root, path))).join('\n');
  const isOdd =
    /<systemPath>|<scope>\s*system\s*<|<url>\s*(?:file:|\$\{(?:project\.)?basedir\})/.test(texts);
  // The plugin of Maven 3.8 and earlier wants modules of the project from a repository.
  const canDownload =
    module === '' || toolVersion === undefined || !/^3\.[0-8]\./.test(toolVersion);
  const folders = ['.mvn'].filter((name) => isVisibleFolder(context, below(root, name)));
  const build: JavaBuild = {
    tool: 'maven',
    root,
    module,
    wrapper,
    wrapperObstacle,
    toolVersion,
    manifests: files === undefined || isOdd || !canDownload ? undefined : files,
    folders,
    variables: [...new Set([...texts.matchAll(/\$\{env\.(\w+)\}/g)].map(([, name = '']) => name))],
    portable: !/os-maven-plugin|\$\{os\.detected/.test(texts),
    outputs: ['target', ...(files ?? []).map((path) => below(parentFolder(path), 'target'))].filter(
      (path, index, all) => all.indexOf(path) === index,
    ),
  };
  return fact(build, wrapper ? presence(script) : presence(found.project.path));
}

function findWrapperObstacle(settings: string, text: string | undefined): string | undefined {
  if (text === undefined) return `mvnw is not used, because ${settings} is missing.`;
  return /^\s*distributionSha256Sum\s*=/m.test(text)
    ? 'mvnw is not used: without unzip, which the image lacks, it downloads another archive than the one whose checksum is written down.'
    : undefined;
}

/** The version of Java that the classes are compiled for; undefined when no file says it. */
export function findMavenRelease(
  context: BuildContext,
  { project }: MavenModule,
): Fact<number> | undefined {
  const { path, release, springBoot, foreignParent } = project;
  if (release !== undefined && /^\d+$/.test(release)) {
    const pattern = /<(?:maven\.compiler\.(?:release|target|source)|java\.version|release|target)>/;
    return fact(
      Number(release),
      saidIn(context, path, pattern, `Classes are for Java ${release}.`),
    );
  }
  if (foreignParent !== springBootParent || springBoot === undefined) return undefined;
  const version = Number.parseInt(springBoot, 10) >= 3 ? 17 : 8;
  const says = `The parent of Spring Boot ${springBoot} compiles for Java ${String(version)}.`;
  return fact(version, saidIn(context, path, /<parent>/, says));
}

/** Plugins that put more jars beside the main one. */
const moreJars = /^maven-(?:source|javadoc|assembly)-plugin$/;

/** What the module makes that can be started; a sentence when there is nothing. */
export function findMavenProgram(
  context: BuildContext,
  { project, root, module }: MavenModule,
): Fact<JavaProgram> | string {
  const { path, packaging, plugins, artifactId, version } = project;
  const has = (name: string): boolean => plugins.some((plugin) => plugin.artifactId === name);
  if (has('quarkus-maven-plugin')) {
    const evidence = said(context, path, 'quarkus-maven-plugin');
    return fact({ kind: 'quarkus', task: 'package', folder: 'target/quarkus-app' }, evidence);
  }
  // A profile that is switched on by hand does not count: the build switches none on.
  const [jar] = findExecutableJars({ ...project, hasProfiles: false });
  if (jar !== undefined) {
    const cause = /^[\w-]+-plugin/.exec(jar.reason)?.[0] ?? 'maven-jar-plugin';
    const isBoot = cause === 'spring-boot-maven-plugin';
    const evidence = said(context, path, cause, `The jar can be started, because ${jar.reason}.`);
    const name = jar.path ?? `target/${artifactId}-*.${packaging}`;
    const open = version === undefined ? name : name.replace(`-${version}`, '-*');
    const isAlone = !plugins.some((plugin) => moreJars.test(plugin.artifactId));
    return fact(
      isBoot && canBeLayered(project)
        ? { kind: 'layers', task: 'package', jar: isAlone ? open : name }
        : { kind: 'jar', task: 'package', jar: isAlone ? open : name, folders: jar.folders },
      evidence,
    );
  }
  if (packaging !== 'jar') {
    return packaging === 'war'
      ? `${path} makes a war, which needs a server such as Tomcat to run in.`
      : `${path} makes no jar, but "${packaging}".`;
  }
  const main = findMainClass(context, below(root, module), configuredMain(project));
  if (typeof main === 'string') return main;
  const pattern = project.finalName ?? `${artifactId}-*`;
  const hasLibraries = project.coordinates.length > 0 || project.foreignParent !== undefined;
  return fact(
    {
      kind: 'class path',
      task: hasLibraries ? `package ${copyLibraries}` : 'package',
      jar: `target/${version === undefined ? pattern : pattern.replace(`-${version}`, '-*')}.jar`,
      libraries: hasLibraries ? 'target/lib' : undefined,
      mainClass: main.value,
    },
    main.evidence,
  );
}

const copyLibraries =
  'dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib';

/** Layers of another name would be missed. */
function canBeLayered({ springBoot, plugins, packaging }: MavenProject): boolean {
  const plugin = plugins.find(({ artifactId }) => artifactId === 'spring-boot-maven-plugin');
  const own = plugin === undefined ? undefined : findSetting(plugin, 'layers');
  return packaging === 'jar' && own === undefined && hasLayerTools(springBoot);
}

/** Whether a version of Spring Boot has `-Djarmode=tools`. Source: its release notes of 3.3; general knowledge. */
export function hasLayerTools(version: string | undefined): boolean {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 3);
}

/** The class that some plugin is told to start. */
function configuredMain(project: MavenProject): string | undefined {
  return project.plugins
    .flatMap((plugin) => findSetting(plugin, 'mainClass') ?? [])
    .find((name) => !name.includes('${'));
}

function said(context: BuildContext, path: string, name: string, says?: string): Evidence {
  return saidIn(
    context,
    path,
    new RegExp(name.replaceAll('.', '\\.')),
    says ?? `The plugin ${name} is used.`,
  );
}
