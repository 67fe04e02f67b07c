import { parseXml, XmlElement } from '@rgrove/parse-xml';
import type { BuildContext } from './build-context';

/** What a `pom.xml` says, with what it inherits from a parent in the same context. */
export interface MavenProject {
  /** Path in the build context. */
  readonly path: string;
  readonly artifactId: string;
  /** Of the project or its parent; undefined when it is made of unknown properties. */
  readonly version: string | undefined;
  readonly packaging: string;
  /** Name of what is built, without extension; undefined when a part of it is not known. */
  readonly finalName: string | undefined;
  /** Folders of the modules, relative to the file. */
  readonly modules: readonly string[];
  readonly plugins: readonly MavenPlugin[];
  /** Names of the dependencies that the program needs when it runs. */
  readonly dependencies: readonly string[];
  /** The same with their groups: `org.postgresql:postgresql`. */
  readonly coordinates: readonly string[];
  /** The Java version that classes are compiled for; undefined when the file does not say it. */
  readonly release: string | undefined;
  /** True when a profile may change what is built. */
  readonly hasProfiles: boolean;
  /** Artifact of the parent, when it does not lie in the context. */
  readonly foreignParent: string | undefined;
  /** Path of the parent, when it lies in the context. */
  readonly parentPath: string | undefined;
  /** Version of Spring Boot that the parent, the imported list of versions or the plugin names. */
  readonly springBoot: string | undefined;
  readonly description: string | undefined;
  /** Address of the repository. */
  readonly repository: string | undefined;
}

export interface MavenPlugin {
  readonly artifactId: string;
  readonly version: string | undefined;
  /** The elements called `configuration` of the plugin and of its executions. */
  readonly configurations: readonly XmlElement[];
  readonly goals: readonly string[];
  readonly phases: readonly string[];
}

/** Reads the `pom.xml` of a folder of the context; undefined when there is none that can be read. */
export function readMavenProject(context: BuildContext, folder = ''): MavenProject | undefined {
  return readFile(context, folder === '' || folder === '.' ? 'pom.xml' : `${folder}/pom.xml`, 0)
    ?.project;
}

interface ReadProject {
  readonly project: MavenProject;
  readonly properties: ReadonlyMap<string, string>;
}

/** Depth of parents that are followed; a file that names itself would never end. */
const mostParents = 5;

function readFile(context: BuildContext, path: string, depth: number): ReadProject | undefined {
  return context.fact(`maven-project:${path}`, () => {
    const text = context.text(path);
    const root = text === undefined ? undefined : parseRoot(text);
    if (root === undefined) return undefined;
    const element = childOf(root, 'parent');
    const parentPath = element === undefined ? undefined : parentPathOf(path, element);
    const parent =
      parentPath === undefined || mostParents <= depth
        ? undefined
        : readFile(context, parentPath, depth + 1);
    const isParent = parent?.project.artifactId === textOf(element, 'artifactId');
    return toProject(path, root, isParent ? parent : undefined);
  });
}

function parseRoot(text: string): XmlElement | undefined {
  try {
    const { root } = parseXml(text.replace(/^\uFEFF/, ''), { ignoreUndefinedEntities: true });
    return root?.name === 'project' ? root : undefined;
  } catch {
    // Not XML: what it says is not known.
    return undefined;
  }
}

/** `../pom.xml` unless `relativePath` says otherwise; undefined for a parent from a registry. */
function parentPathOf(path: string, parent: XmlElement): string | undefined {
  const element = childOf(parent, 'relativePath');
  const written = element?.text.trim() ?? '../pom.xml';
  if (written === '') return undefined;
  const parts = path.split('/').slice(0, -1);
  for (const part of written
    .replace(/\/?$/, written.endsWith('.xml') ? '' : '/pom.xml')
    .split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function toProject(
  path: string,
  root: XmlElement,
  parent: ReadProject | undefined,
): ReadProject | undefined {
  const artifactId = textOf(root, 'artifactId');
  if (artifactId === undefined) return undefined;
  const element = childOf(root, 'parent');
  const properties = propertiesOf(root, artifactId, element, parent);
  const resolve: Resolve = (value) => resolveIn(properties, value);
  const version = resolve(textOf(root, 'version') ?? textOf(element, 'version'));
  properties.set('project.version', version ?? unknown).set('version', version ?? unknown);
  const build = childOf(root, 'build');
  const plugins = [...pluginsOf(build, resolve), ...(parent?.project.plugins ?? [])];
  const foreignParent =
    element === undefined
      ? undefined
      : parent === undefined
        ? textOf(element, 'artifactId')
        : parent.project.foreignParent;
  const written = textOf(build, 'finalName');
  const namesItself = foreignParent === undefined || foreignParent === springBootParent;
  const standard = version === undefined ? undefined : `${artifactId}-${version}`;
  const project: MavenProject = {
    path,
    artifactId,
    version,
    packaging: resolve(textOf(root, 'packaging')) ?? 'jar',
    finalName: written === undefined ? (namesItself ? standard : undefined) : resolve(written),
    modules: childrenOf(childOf(root, 'modules'), 'module').map((each) => each.text.trim()),
    plugins,
    dependencies: [...dependenciesOf(root, nameOf), ...(parent?.project.dependencies ?? [])],
    coordinates: [
      ...dependenciesOf(root, (each) => coordinateOf(each, resolve)),
      ...(parent?.project.coordinates ?? []),
    ],
    release: releaseOf(properties, plugins, foreignParent === springBootParent, resolve),
    hasProfiles: parent?.project.hasProfiles === true || hasBuildProfiles(root),
    foreignParent,
    parentPath: parent?.project.path,
    springBoot: springBootOf(root, plugins, resolve) ?? parent?.project.springBoot,
    description: resolve(textOf(root, 'description'))?.replace(/\s+/g, ' '),
    repository: resolve(textOf(childOf(root, 'scm'), 'url')),
  };
  return { project, properties };
}

/** Its plugin management makes a jar that starts, and it gives what is built no other name. */
export const springBootParent = 'spring-boot-starter-parent';

/** A property that is declared nowhere. */
const unknown = '${unknown}';

type Resolve = (value: string | undefined) => string | undefined;

function hasBuildProfiles(root: XmlElement): boolean {
  return childrenOf(childOf(root, 'profiles'), 'profile').some((profile) =>
    ['build', 'modules'].some((name) => childOf(profile, name) !== undefined),
  );
}

/** What `read` makes of the dependencies that are needed at run time. */
function dependenciesOf(
  root: XmlElement,
  read: (dependency: XmlElement) => string | undefined,
): readonly string[] {
  return childrenOf(childOf(root, 'dependencies'), 'dependency').flatMap((each) => {
    const scope = textOf(each, 'scope') ?? 'compile';
    return scope === 'test' || scope === 'provided' ? [] : (read(each) ?? []);
  });
}

function nameOf(dependency: XmlElement): string | undefined {
  return textOf(dependency, 'artifactId');
}

function coordinateOf(dependency: XmlElement, resolve: Resolve): string | undefined {
  const group = resolve(textOf(dependency, 'groupId'));
  const name = resolve(nameOf(dependency));
  return group === undefined || name === undefined ? undefined : `${group}:${name}`;
}

function springBootOf(
  root: XmlElement,
  plugins: readonly MavenPlugin[],
  resolve: Resolve,
): string | undefined {
  const parent = childOf(root, 'parent');
  if (textOf(parent, 'artifactId') === springBootParent) return resolve(textOf(parent, 'version'));
  const managed = childrenOf(
    childOf(childOf(root, 'dependencyManagement'), 'dependencies'),
    'dependency',
  ).find((each) => nameOf(each) === 'spring-boot-dependencies');
  const plugin = plugins.find(({ artifactId }) => artifactId === 'spring-boot-maven-plugin');
  return resolve(textOf(managed, 'version')) ?? plugin?.version;
}

function propertiesOf(
  root: XmlElement,
  artifactId: string,
  parent: XmlElement | undefined,
  inherited: ReadProject | undefined,
): Map<string, string> {
  const properties = new Map(inherited?.properties);
  for (const each of childOf(root, 'properties')?.children ?? []) {
    if (each instanceof XmlElement) properties.set(each.name, each.text.trim());
  }
  const groupId = textOf(root, 'groupId') ?? textOf(parent, 'groupId');
  if (groupId !== undefined) properties.set('project.groupId', groupId);
  const parentVersion = textOf(parent, 'version');
  if (parentVersion !== undefined) properties.set('project.parent.version', parentVersion);
  return properties
    .set('project.artifactId', artifactId)
    .set('artifactId', artifactId)
    .set('project.name', textOf(root, 'name') ?? artifactId)
    .set('project.build.directory', 'target');
}

/** Replaces `${name}`; undefined when a property is not known. */
function resolveIn(
  properties: ReadonlyMap<string, string>,
  value: string | undefined,
): string | undefined {
  let text = value;
  for (let round = 0; round < 5 && text?.includes('${') === true; round++) {
    text = text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => properties.get(name) ?? whole);
  }
  return text?.includes('${') === true ? undefined : text;
}

function pluginsOf(build: XmlElement | undefined, resolve: Resolve): readonly MavenPlugin[] {
  return childrenOf(childOf(build, 'plugins'), 'plugin').flatMap((plugin) => {
    const artifactId = resolve(textOf(plugin, 'artifactId'));
    if (artifactId === undefined) return [];
    const executions = childrenOf(childOf(plugin, 'executions'), 'execution');
    return [
      {
        artifactId,
        version: resolve(textOf(plugin, 'version')),
        configurations: [plugin, ...executions].flatMap(
          (each) => childOf(each, 'configuration') ?? [],
        ),
        goals: executions.flatMap((each) =>
          childrenOf(childOf(each, 'goals'), 'goal').map((goal) => goal.text.trim()),
        ),
        phases: executions.flatMap((each) => textOf(each, 'phase') ?? []),
      },
    ];
  });
}

const releaseProperties = ['maven.compiler.release', 'java.version', 'maven.compiler.target'];

function releaseOf(
  properties: ReadonlyMap<string, string>,
  plugins: readonly MavenPlugin[],
  springBoot: boolean,
  resolve: Resolve,
): string | undefined {
  const compiler = plugins.find(({ artifactId }) => artifactId === 'maven-compiler-plugin');
  const configured = ['release', 'target'].flatMap((name) =>
    (compiler?.configurations ?? []).flatMap((each) => resolve(textOf(each, name)) ?? []),
  );
  const named = releaseProperties
    .filter((name) => name !== 'java.version' || springBoot)
    .flatMap((name) => resolve(properties.get(name)) ?? []);
  const [first] = [...configured, ...named];
  return first?.replace(/^1\./, '');
}

/** Finds a setting anywhere below the configurations of a plugin; it may hold properties. */
export function findSetting(plugin: MavenPlugin, name: string): string | undefined {
  for (const configuration of plugin.configurations) {
    const found = descend(configuration, name);
    if (found !== undefined) return found.text.trim();
  }
  return undefined;
}

function descend(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) {
    if (!(child instanceof XmlElement)) continue;
    const found = child.name === name ? child : descend(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return (element?.children ?? []).filter(
    (each): each is XmlElement => each instanceof XmlElement && each.name === name,
  );
}

function textOf(element: XmlElement | undefined, name: string): string | undefined {
  const text = childOf(element, name)?.text.trim();
  return text === '' ? undefined : text;
}
