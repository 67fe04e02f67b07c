import { parseXml, XmlElement } from '@rgrove/parse-xml';
import type { BuildContext } from './build-context';
import { foldersAbove, parentFolder } from './install-inputs';
import { below } from './node-package-manager';

/** What a project file of .NET says. */
export interface DotnetProject {
  /** Path in the build context. */
  readonly path: string;
  /** `Microsoft.NET.Sdk.Web`; undefined when none is named. */
  readonly sdk: string | undefined;
  /** Name of the assembly, without extension; undefined when it is computed. */
  readonly assemblyName: string | undefined;
  /** `net10.0`; undefined when it stands elsewhere or there are several. */
  readonly targetFramework: string | undefined;
  /** True when it is built for the shared framework of ASP.NET. */
  readonly needsAspNet: boolean;
  /** Properties by their name in lower case. */
  readonly properties: ReadonlyMap<string, string>;
  /** Names of the packages it refers to. */
  readonly packages: readonly string[];
  /** Paths of the projects it refers to, relative to its folder, with `/`. */
  readonly references: readonly string[];
}

/** Reads a project file of the context (`src/Shop/Shop.csproj`); undefined when it cannot be read. */
export function readDotnetProject(context: BuildContext, path: string): DotnetProject | undefined {
  return context.fact(`dotnet-project:${path}`, () => {
    const text = context.text(path);
    const root = text === undefined ? undefined : parseRoot(text);
    return root === undefined ? undefined : toProject(path, root);
  });
}

/**
 * The properties that hold for a project: its own, then those of the nearest `Directory.Build.props` above it.
 * Names are in lower case. Conditions are not looked at.
 */
export function readDotnetProperties(
  context: BuildContext,
  project: DotnetProject,
): ReadonlyMap<string, string> {
  const folder = parentFolder(project.path);
  const shared = [folder, ...foldersAbove(folder)]
    .map((each) => below(each, 'Directory.Build.props'))
    .map((path) => context.text(path))
    .find((text) => text !== undefined);
  const root = shared === undefined ? undefined : parseRoot(shared);
  return new Map([...(root === undefined ? [] : propertiesOf(root)), ...project.properties]);
}

const projectFile = /\.(?:cs|fs|vb)proj$/;

function parseRoot(text: string): XmlElement | undefined {
  try {
    const { root } = parseXml(text.replace(/^\uFEFF/, ''), { ignoreUndefinedEntities: true });
    return root?.name === 'Project' ? root : undefined;
  } catch {
    // Not XML: what it says is not known.
    return undefined;
  }
}

function toProject(path: string, root: XmlElement): DotnetProject {
  const properties = propertiesOf(root);
  const items = groupsOf(root, 'ItemGroup');
  const included = (name: string): readonly string[] =>
    items.flatMap((each) => (each.name === name ? (each.attributes['Include'] ?? []) : []));
  const sdk = root.attributes['Sdk'];
  const written = properties.get('assemblyname');
  const fileName = path.slice(path.lastIndexOf('/') + 1).replace(projectFile, '');
  const framework = properties.get('targetframework');
  return {
    path,
    sdk,
    assemblyName: written?.includes('$(') === true ? undefined : (written ?? fileName),
    targetFramework: framework?.includes('$(') === true ? undefined : framework,
    needsAspNet:
      sdk === 'Microsoft.NET.Sdk.Web' ||
      included('FrameworkReference').includes('Microsoft.AspNetCore.App'),
    properties,
    packages: included('PackageReference'),
    references: included('ProjectReference').map((each) => each.replace(/\\/g, '/')),
  };
}

function propertiesOf(root: XmlElement): ReadonlyMap<string, string> {
  return new Map(
    groupsOf(root, 'PropertyGroup').map((each): [string, string] => [
      each.name.toLowerCase(),
      each.text.trim(),
    ]),
  );
}

/** The elements inside the groups of a name. */
function groupsOf(root: XmlElement, name: string): readonly XmlElement[] {
  return elementsOf(root)
    .filter((each) => each.name === name)
    .flatMap((group) => elementsOf(group));
}

function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((each): each is XmlElement => each instanceof XmlElement);
}
