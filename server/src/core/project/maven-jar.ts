import {
  findSetting,
  springBootParent,
  type MavenPlugin,
  type MavenProject,
} from './maven-project';

/** What `mvn package` makes of a module so that `java -jar` can start it. */
export interface ExecutableJar {
  /** Relative to the folder of the module: `target/shop-1.0.jar`; undefined when its name is not known. */
  readonly path: string | undefined;
  /** Folders it needs beside it, relative to the module; none when every class is in it. */
  readonly folders: readonly string[];
  /** What makes it so: `maven-shade-plugin`. */
  readonly reason: string;
}

/** The jars of a module that can be started by themselves or with their folders; none: that is not known. */
export function findExecutableJars(project: MavenProject): readonly ExecutableJar[] {
  const { packaging, plugins, hasProfiles } = project;
  if ((packaging !== 'jar' && packaging !== 'war') || hasProfiles) return [];
  const find = (name: string): MavenPlugin | undefined =>
    plugins.find(({ artifactId }) => artifactId === name);
  const shade = find('maven-shade-plugin');
  const assembly = find('maven-assembly-plugin');
  const boot = find('spring-boot-maven-plugin');
  const quarkus = find('quarkus-maven-plugin');
  if (quarkus !== undefined) return [];
  return [
    ...(boot === undefined ? [] : bootJar(project, boot)),
    ...(shade === undefined ? [] : shadedJar(project, shade)),
    ...(assembly === undefined ? [] : assembledJar(project, assembly)),
    ...plainJar(project, find('maven-jar-plugin'), find('maven-dependency-plugin')),
  ];
}

function pathOf(
  { finalName, packaging }: MavenProject,
  name: string | undefined,
  classifier: string,
): string | undefined {
  const base = name === undefined ? finalName : name.includes('${') ? undefined : name;
  return base === undefined ? undefined : `target/${base}${classifier}.${packaging}`;
}

/** `repackage` puts the classes and all dependencies into the main jar, or beside it with a classifier. */
function bootJar(project: MavenProject, plugin: MavenPlugin): readonly ExecutableJar[] {
  const repackages =
    plugin.goals.includes('repackage') || project.foreignParent === springBootParent;
  const unusual = ['skip', 'layout'].some((name) => findSetting(plugin, name) !== undefined);
  if (!repackages || unusual) return [];
  const classifier = findSetting(plugin, 'classifier');
  const suffix = classifier === undefined ? '' : `-${classifier}`;
  return [
    {
      path: pathOf(project, findSetting(plugin, 'finalName'), suffix),
      folders: [],
      reason: 'spring-boot-maven-plugin puts all classes into it',
    },
  ];
}

function shadedJar(project: MavenProject, plugin: MavenPlugin): readonly ExecutableJar[] {
  if (!plugin.goals.includes('shade') || findSetting(plugin, 'outputFile') !== undefined) return [];
  const attached = findSetting(plugin, 'shadedArtifactAttached') === 'true';
  const classifier = attached ? `-${findSetting(plugin, 'shadedClassifierName') ?? 'shaded'}` : '';
  return [
    {
      path: pathOf(project, findSetting(plugin, 'finalName'), classifier),
      folders: [],
      reason: 'maven-shade-plugin puts all classes into it',
    },
  ];
}

function assembledJar(project: MavenProject, plugin: MavenPlugin): readonly ExecutableJar[] {
  const descriptor = findSetting(plugin, 'descriptorRef');
  const runs = plugin.goals.includes('single') && plugin.phases.includes('package');
  if (!runs || descriptor !== 'jar-with-dependencies') return [];
  const appended = findSetting(plugin, 'appendAssemblyId') === 'false' ? '' : `-${descriptor}`;
  return [
    {
      path: pathOf(project, findSetting(plugin, 'finalName'), appended),
      folders: [],
      reason: 'maven-assembly-plugin puts all classes into it',
    },
  ];
}

/** The main jar with a manifest: alone without dependencies, or with the folder they are copied to. */
function plainJar(
  project: MavenProject,
  jar: MavenPlugin | undefined,
  dependency: MavenPlugin | undefined,
): readonly ExecutableJar[] {
  const unusual = ['classifier', 'outputDirectory', 'finalName'];
  if (jar === undefined || findSetting(jar, 'mainClass') === undefined) return [];
  if (unusual.some((name) => findSetting(jar, name) !== undefined)) return [];
  const path = pathOf(project, undefined, '');
  if (project.dependencies.length === 0 && project.foreignParent === undefined) {
    return [{ path, folders: [], reason: 'it has no dependencies' }];
  }
  const prefix = findSetting(jar, 'classpathPrefix')?.replace(/\/$/, '');
  const copied =
    dependency?.goals.includes('copy-dependencies') === true
      ? findSetting(dependency, 'outputDirectory')
      : undefined;
  const folder = copied
    ?.replace(/^\$\{(?:project\.)?(?:build\.directory|basedir\}\/target)\}?/, 'target')
    .replace(/\/$/, '');
  if (findSetting(jar, 'addClasspath') !== 'true' || prefix === undefined) return [];
  if (folder !== `target/${prefix}`) return [];
  return [{ path, folders: [folder], reason: `its manifest names the jars in ${folder}` }];
}
