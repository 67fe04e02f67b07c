import type { BuildContext } from '../project/build-context';
import { findDotnetInputs } from '../project/dotnet-install';
import {
  readDotnetProject,
  readDotnetProperties,
  type DotnetProject,
} from '../project/dotnet-project';
import { foldersAbove, isVisibleFile, parentFolder, resolveBelow } from '../project/install-inputs';
import { parseObject } from '../project/json-object';
import { below } from '../project/node-package-manager';
import { isProbeProject } from './dotnet-probe';
import { byDefault, fact, saidIn, type Fact } from './evidence';
import { findMention } from './port';

/** What a .NET application says about how it is built. Paths are those of the build context. */
export interface DotnetBuild {
  /** Folder of the project and of its Dockerfile. */
  readonly folder: string;
  /** The project file. */
  readonly project: string;
  readonly assembly: string;
  /** `net10.0`. */
  readonly framework: Fact<string>;
  /** True when the project names several, so that one has to be chosen. */
  readonly hasSeveral: boolean;
  /** What a restore reads; undefined: perhaps everything. */
  readonly inputs: readonly string[] | undefined;
  readonly inputsUnknown: string | undefined;
  /** True when the packages are pinned by a lock file. */
  readonly isLocked: boolean;
  /** `kept`: it can be copied; `dropped`: it asks for an SDK that the image may not have. */
  readonly sdkPin: { readonly path: string; readonly version: string } | undefined;
  /** Settings of NuGet with a password in them, which must not be in a layer. */
  readonly secretSettings: string | undefined;
  /** Variables that the settings of NuGet read. */
  readonly variables: readonly string[];
  /** True when it is compiled ahead of time. */
  readonly compiled: boolean;
  /** True when it would bring its own runtime. */
  readonly selfContained: boolean;
  readonly usesAppHost: boolean;
  /** Whether it needs the data of cultures and time zones, and why. */
  readonly cultures: Fact<boolean>;
  /** True when a project that it refers to is built for the shared framework of ASP.NET Core, or may be. */
  readonly needsAspNet: boolean;
  readonly packages: readonly string[];
  readonly description: string | undefined;
}

/** The one project of a folder that the recipes look at; undefined when there is none, or several. */
export function findDotnetProject(
  context: BuildContext,
  folder: string,
): DotnetProject | undefined {
  const [path, ...others] = context.visiblePaths.filter(
    (each) => parentFolder(each) === folder && /\.(?:cs|fs|vb)proj$/.test(each),
  );
  if (path === undefined || others.length !== 0 || isProbeProject(path)) return undefined;
  return readDotnetProject(context, path);
}

/** `web`: it serves with ASP.NET Core; `program`: it can be started; `library`: neither, or a test. */
export function classifyDotnet(
  context: BuildContext,
  project: DotnetProject,
): 'web' | 'program' | 'library' {
  const properties = readDotnetProperties(context, project);
  const said = properties.get('istestproject')?.toLowerCase();
  const hasTests = project.packages.some((name) =>
    /^(?:Microsoft\.NET\.Test\.Sdk|MSTest|xunit|NUnit|TUnit)/i.test(name),
  );
  if (said === 'true' || (said !== 'false' && hasTests)) return 'library';
  const output = properties.get('outputtype')?.toLowerCase();
  if (output === 'library' || output === 'winexe') return 'library';
  if (project.sdk === 'Microsoft.NET.Sdk.Web') return 'web';
  if (project.sdk === 'Microsoft.NET.Sdk.Worker') return 'program';
  if (output !== 'exe') return 'library';
  return project.needsAspNet ? 'web' : 'program';
}

/** Files that are set for every project below their folder. */
const sharedFile =
  /^(?:Directory\.(?:Build|Packages)\.(?:props|targets)|nuget\.config|global\.json|.*\.slnx?)$/i;

/** True when the project reads files above its folder. */
export function needsSolution(context: BuildContext, folder: string): boolean {
  const project = folder === '' ? undefined : findDotnetProject(context, folder);
  if (project === undefined) return false;
  const above = new Set(foldersAbove(folder));
  return (
    project.references.some((path) => path.startsWith('..')) ||
    context.visiblePaths.some(
      (path) =>
        above.has(parentFolder(path)) && sharedFile.test(path.slice(path.lastIndexOf('/') + 1)),
    )
  );
}

/** Reads how the project of a folder is built; a sentence when it cannot be built into an image. */
export function readDotnetBuild(context: BuildContext, folder: string): DotnetBuild | string {
  const project = findDotnetProject(context, folder);
  if (project === undefined)
    return `There is not one project file in ${folder === '' ? 'the folder' : folder}.`;
  const { path, assemblyName } = project;
  if (assemblyName === undefined) return `${path} computes the name of the assembly.`;
  const properties = readDotnetProperties(context, project);
  const framework = findFramework(context, project, properties);
  if (typeof framework === 'string') return framework;
  const isTrue = (name: string): boolean => properties.get(name)?.toLowerCase() === 'true';
  const sdkPin = findSdkPin(context, folder);
  if (typeof sdkPin === 'string') return sdkPin;
  const closure = collectProjects(context, project);
  const packages = [...new Set(closure.flatMap((each) => each.packages))].sort();
  const inputs = findDotnetInputs(context, '', path);
  const nuget = findNugetSettings(context, folder);
  return {
    folder,
    project: path,
    assembly: assemblyName,
    framework: framework.chosen,
    hasSeveral: framework.hasSeveral,
    inputs: typeof inputs === 'string' ? undefined : [...inputs.files].sort(),
    inputsUnknown: typeof inputs === 'string' ? inputs : undefined,
    isLocked: isVisibleFile(context, below(folder, 'packages.lock.json')),
    sdkPin,
    ...nuget,
    compiled: isTrue('publishaot'),
    selfContained: !isTrue('publishaot') && ['selfcontained', 'publishtrimmed'].some(isTrue),
    usesAppHost: properties.get('useapphost')?.toLowerCase() !== 'false',
    cultures: findCultures(context, project, {
      isInvariant: isTrue('invariantglobalization'),
      packages,
    }),
    needsAspNet:
      closure.some((each) => each.needsAspNet) ||
      packages.some((name) => /^Microsoft\.AspNetCore\.|AspNetCore$/.test(name)),
    packages,
    description: properties.get('description'),
  };
}

/** The project and those it refers to. */
function collectProjects(context: BuildContext, project: DotnetProject): readonly DotnetProject[] {
  const found = new Map([[project.path, project]]);
  for (const each of found.values()) {
    for (const reference of each.references) {
      const path = resolveBelow(parentFolder(each.path), reference);
      const other = path === undefined ? undefined : readDotnetProject(context, path);
      if (other !== undefined && !found.has(other.path)) found.set(other.path, other);
    }
  }
  return [...found.values()];
}

interface Framework {
  readonly chosen: Fact<string>;
  readonly hasSeveral: boolean;
}

function findFramework(
  context: BuildContext,
  { path }: DotnetProject,
  properties: ReadonlyMap<string, string>,
): Framework | string {
  const written = properties.get('targetframework') ?? properties.get('targetframeworks') ?? '';
  const all = written
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const fitting = all
    .filter((each) => /^net\d+\.\d+$/.test(each))
    .sort((one, other) => Number.parseFloat(other.slice(3)) - Number.parseFloat(one.slice(3)));
  const [chosen] = fitting;
  if (chosen === undefined) {
    return written === '' || written.includes('$(')
      ? `${path} does not say which version of .NET it is for.`
      : `${path} is for "${written}", which does not run in a container with Linux.`;
  }
  const evidence = saidIn(context, path, /<TargetFrameworks?>/i, `It is made for ${chosen}.`);
  return { chosen: fact(chosen, evidence), hasSeveral: all.length > 1 };
}

/** How far `global.json` lets a newer SDK build, where it does. */
const flexible = /^(?:feature|minor|major|latestFeature|latestMinor|latestMajor)$/;

/** A pin of the SDK that the image may not meet, as it has the newest SDK of its line. */
function findSdkPin(context: BuildContext, folder: string): DotnetBuild['sdkPin'] | string {
  const found = [folder, ...foldersAbove(folder)]
    .map((each) => below(each, 'global.json'))
    .map((path) => ({ path, text: context.text(path) }))
    .find(({ text }) => text !== undefined);
  if (found?.text === undefined) return undefined;
  const { path, text } = found;
  const root = parseObject(text, { allowTrailingComma: true });
  if (root === undefined) return `${path} cannot be read.`;
  const version = /"sdk"\s*:\s*\{[^}]*"version"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  const policy = /"rollForward"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? 'latestPatch';
  if (version === undefined || flexible.test(policy)) return undefined;
  return text.includes('"msbuild-sdks"')
    ? `${path} asks for the SDK ${version} and no other: let "rollForward" be "latestFeature".`
    : { path, version };
}

function findNugetSettings(
  context: BuildContext,
  folder: string,
): Pick<DotnetBuild, 'secretSettings' | 'variables'> {
  const folders = [folder, ...foldersAbove(folder)];
  const path = context.visiblePaths.find(
    (each) => /(?:^|\/)nuget\.config$/i.test(each) && folders.includes(parentFolder(each)),
  );
  const text = context.text(path ?? '') ?? '';
  const passwords = [...text.matchAll(/key="(?:ClearText)?Password"\s+value="([^"]*)"/gi)].map(
    ([, value = '']) => value,
  );
  const isSecret = passwords.some((value) => !/^%\w+%$/.test(value));
  return {
    secretSettings: isSecret ? path : undefined,
    variables: isSecret
      ? []
      : [...new Set([...text.matchAll(/%(\w+)%/g)].map(([, name = '']) => name))],
  };
}

/** Needs cultures whatever the project says. Source: dotnet/SqlClient issue 220; general knowledge. */
const culturePackages =
  /^(?:Microsoft\.Data\.SqlClient|System\.Data\.SqlClient|Microsoft\.EntityFrameworkCore\.SqlServer)$/;

function findCultures(
  context: BuildContext,
  { path }: DotnetProject,
  {
    isInvariant,
    packages,
  }: { readonly isInvariant: boolean; readonly packages: readonly string[] },
): Fact<boolean> {
  const needing = packages.find((name) => culturePackages.test(name));
  if (needing !== undefined) return fact(true, byDefault(`${needing} needs the data of cultures.`));
  const zones = findMention(
    context,
    '',
    /\bTimeZoneInfo\.(?:FindSystemTimeZoneById|ConvertTimeBySystemTimeZoneId|GetSystemTimeZones)\b/,
    'The sources name time zones.',
  );
  if (zones !== undefined) return fact(true, zones);
  return isInvariant
    ? fact(false, saidIn(context, path, /<InvariantGlobalization>/i, 'It does without cultures.'))
    : fact(true, byDefault('InvariantGlobalization is not true, so cultures may matter.'));
}
