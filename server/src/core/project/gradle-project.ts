import type { BuildContext } from './build-context';
import {
  readVersionCatalog,
  toAlias,
  type CatalogPlugin,
  type VersionCatalog,
} from './gradle-catalog';

/** What the build files of a Gradle project say, as far as they say it literally. */
export interface GradleProject {
  /** Path of the build file in the build context. */
  readonly path: string;
  /** `rootProject.name`, or the folder of a subproject; undefined: the name of the folder it is built in. */
  readonly name: string | undefined;
  /** `''` when none is set; undefined when it is computed. */
  readonly version: string | undefined;
  /** Name of the jars without version and classifier where it is set. */
  readonly archivesName: string | undefined;
  /** Ids: `java`, `application`, `org.springframework.boot`. */
  readonly plugins: readonly string[];
  /** Names that tasks give their archive: `bootJar` to `app.jar`. */
  readonly archiveFileNames: ReadonlyMap<string, string>;
  /** True when the task `jar` packs its dependencies and names a main class. */
  readonly hasFatJar: boolean;
  /** True when it needs nothing but the JDK when it runs. */
  readonly hasNoDependencies: boolean;
  /** Folders of the subprojects. */
  readonly subprojects: readonly string[];
  /** The Java version that classes are compiled for; undefined when the file does not say it. */
  readonly release: string | undefined;
  /** True when Gradle looks for exactly that version of Java to compile with. */
  readonly usesToolchain: boolean;
  /** Versions of plugins that are named with one, by id. */
  readonly pluginVersions: ReadonlyMap<string, string>;
  /** Class that the plugin `application` starts; undefined when the file does not say it literally. */
  readonly mainClass: string | undefined;
  /** Options of the JVM for `application`; undefined when they are computed. */
  readonly jvmArguments: readonly string[] | undefined;
  /** Folders of other builds that this one includes, relative to its folder. */
  readonly includedBuilds: readonly string[];
  /** True when the build files read other files of the project. */
  readonly readsFiles: boolean;
  /** Environment variables that the build files read. */
  readonly variables: readonly string[];
  readonly description: string | undefined;
}

/** Reads the build files of a folder of the context; undefined when there are none that can be read. */
export function readGradleProject(context: BuildContext, folder = ''): GradleProject | undefined {
  const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
  return context.fact(`gradle-project:${prefix}`, () => {
    for (const name of ['build.gradle', 'build.gradle.kts']) {
      const text = context.text(`${prefix}${name}`);
      if (text !== undefined) return parseProject(context, prefix, `${prefix}${name}`, text);
    }
    return undefined;
  });
}

function parseProject(
  context: BuildContext,
  prefix: string,
  path: string,
  source: string,
): GradleProject {
  const text = withoutComments(source);
  const read = (name: string): string =>
    withoutComments(context.text(`${prefix}${name}`) ?? context.text(`${prefix}${name}.kts`) ?? '');
  const settings = read('settings.gradle');
  const properties = context.text(`${prefix}gradle.properties`) ?? '';
  const catalog = readVersionCatalog(context, findCatalogFolder(context, prefix));
  const plugins = pluginsOf(text, catalog);
  const rootName = /\brootProject\.name\s*=\s*["']([^"'$]+)["']/.exec(settings)?.[1];
  return {
    path,
    name: rootName ?? (prefix === '' ? undefined : prefix.split('/').at(-2)),
    version: versionOf(text, properties),
    archivesName:
      /\barchivesBaseName\s*=?\s*\(?["']([^"'$]+)["']/.exec(text)?.[1] ??
      /\barchivesName\s*(?:=|\.set\()\s*["']([^"'$]+)["']/.exec(text)?.[1],
    plugins: [...plugins].flatMap(([id, { applied }]) => (applied ? [id] : [])),
    archiveFileNames: archiveNamesOf(text),
    hasFatJar: isFatJar(blockOf(text, 'jar') ?? blockOf(text, 'Jar') ?? ''),
    hasNoDependencies:
      !/\b(?:implementation|api|compile|runtimeOnly|runtime|runtimeClasspath)\s*[("' ]/.test(
        blockOf(text, 'dependencies') ?? '',
      ),
    subprojects: includesOf(settings),
    release:
      toolchainPattern.exec(text)?.[1] ??
      /\b(?:languageVersion\s*(?:=|\.set\()\s*JavaLanguageVersion\.of\(|(?:source|target)Compatibility\s*=\s*(?:JavaVersion\.VERSION_(?:1_)?)?["']?(?:1\.)?|\brelease\s*(?:=|\.set\()\s*)(\d+)/.exec(
        text,
      )?.[1],
    usesToolchain: toolchainPattern.test(text),
    pluginVersions: new Map(
      [...plugins].flatMap(([id, { version }]): [string, string][] =>
        version === undefined ? [] : [[id, version]],
      ),
    ),
    mainClass: /\bmainClass(?:Name)?\s*(?:=|\.set\()\s*["']([\w.$]+)["']/.exec(text)?.[1],
    jvmArguments: jvmArgumentsOf(text),
    includedBuilds: [...settings.matchAll(/\bincludeBuild\s*\(?\s*["']([^"']+)["']/g)].map(
      ([, name = '']) => name,
    ),
    readsFiles: readsFiles.test(text) || readsFiles.test(settings),
    variables: [
      ...new Set(
        [
          ...`${text}\n${settings}`.matchAll(/\b(?:getenv|environmentVariable)\(\s*["'](\w+)["']/g),
        ].map(([, name = '']) => name),
      ),
    ],
    description: /(?:^|[\n;{])\s*description\s*=\s*["']([^"'$]+)["']/.exec(text)?.[1],
  };
}

const toolchainPattern =
  /\b(?:languageVersion\s*(?:=|\.set\()\s*JavaLanguageVersion\.of\(|jvmToolchain\s*\(\s*)["']?(\d+)/;

/** Scripts below `gradle` are among what every build is given. */
const readsFiles =
  /\bapply\s*\(?\s*from\s*[:=]\s*(?!\s*["'](?:\$rootDir\/)?gradle\/)|\b(?:file|files|fileTree)\s*\(|\breadText\b|\bFile\s*\(/;

/** The version catalog lies at the root of the build, above the folder of a subproject. */
function findCatalogFolder(context: BuildContext, prefix: string): string {
  const parts = prefix.split('/').slice(0, -1);
  for (let length = parts.length; length > 0; length--) {
    const folder = `${parts.slice(0, length).join('/')}/`;
    if (context.has(`${folder}gradle/libs.versions.toml`) === 'yes') return folder;
  }
  return '';
}

function jvmArgumentsOf(text: string): readonly string[] | undefined {
  const written = /\bapplicationDefaultJvmArgs\s*=\s*([^]*)/.exec(text)?.[1];
  if (written === undefined) return [];
  const list = /^(?:\[|listOf\(|arrayListOf\()\s*((?:["'][^"'$]+["']\s*(?:,\s*)?)*)[\])]/.exec(
    written,
  )?.[1];
  return list === undefined
    ? undefined
    : [...list.matchAll(/["']([^"']+)["']/g)].map(([, option = '']) => option);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|[^:"'\w])\/\/.*$/gm, '$1');
}

/** `version = '1.2'` at the top level or in `allprojects`; undefined for one that is computed. */
function versionOf(text: string, properties: string): string | undefined {
  const assigned = /(?:^|[\n;{])\s*version\s*(?:=\s*|\s)(.+)/.exec(text)?.[1];
  const literal = /^\(?["']([^"'$]+)["']/.exec(assigned ?? '')?.[1];
  if (assigned !== undefined) return literal;
  return /^\s*version\s*[=:]\s*(\S+)\s*$/m.exec(properties)?.[1] ?? '';
}

interface NamedPlugin {
  readonly version: string | undefined;
  /** False for `apply false`: only its version is settled, for other projects. */
  readonly applied: boolean;
}

const pluginWord = `["']([\\w.-]+)["']`;
const pluginForms: readonly (readonly [
  pattern: RegExp,
  toPlugin: (name: string, catalog: VersionCatalog) => CatalogPlugin | undefined,
])[] = [
  [new RegExp(`\\bid\\s*\\(?\\s*${pluginWord}`), (id) => ({ id, version: undefined })],
  [
    new RegExp(`\\bkotlin\\s*\\(\\s*${pluginWord}`),
    (name) => ({ id: `org.jetbrains.kotlin.${name}`, version: undefined }),
  ],
  [
    /\balias\s*\(\s*libs\.plugins\.([\w.]+)/,
    (accessor, { plugins }) => plugins.get(toAlias(accessor)),
  ],
  [/^\s*`?([a-z][\w-]*)`?\s*$/, (id) => ({ id, version: undefined })],
];

/** Plugins by id. */
function pluginsOf(text: string, catalog: VersionCatalog): ReadonlyMap<string, NamedPlugin> {
  const found = new Map<string, NamedPlugin>();
  const lines = (blockOf(text, 'plugins') ?? '').split(/[\n;]/);
  for (const [pattern, toPlugin] of pluginForms) {
    for (const line of lines) {
      const name = pattern.exec(line)?.[1];
      const plugin = name === undefined ? undefined : toPlugin(name, catalog);
      if (plugin === undefined) continue;
      const named = /\bversion\s*\(?\s*["']([\w.-]+)["']/.exec(line)?.[1];
      found.set(plugin.id, {
        version: named ?? plugin.version,
        applied: !/\bapply\s*\(?\s*false\b/.test(line),
      });
    }
  }
  for (const [, id = ''] of text.matchAll(/\bapply\s*\(?\s*plugin\s*[:=]\s*["']([\w.-]+)["']/g)) {
    found.set(id, { version: found.get(id)?.version, applied: true });
  }
  return found;
}

const archiveTasks = ['jar', 'bootJar', 'shadowJar'];

function archiveNamesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    archiveTasks.flatMap((task): [string, string][] => {
      const block = blockOf(text, task) ?? '';
      const direct = new RegExp(
        `\\b${task}\\.(?:archiveFileName|archiveName)\\s*=\\s*["']([^"'$]+)["']`,
      ).exec(text)?.[1];
      const name =
        /\b(?:archiveFileName|archiveName)\s*(?:=|\.set\()\s*["']([^"'$]+)["']/.exec(block)?.[1] ??
        direct;
      return name === undefined ? [] : [[task, name]];
    }),
  );
}

function isFatJar(block: string): boolean {
  return (
    /\bMain-Class\b/.test(block) &&
    /\b(?:runtimeClasspath|compileClasspath|configurations\.compile)\b/.test(block) &&
    /\bzipTree\b/.test(block)
  );
}

/** What stands between the braces behind a name, nested braces included: `jar { … }`, `tasks.jar { … }`. */
function blockOf(text: string, name: string): string | undefined {
  const start = new RegExp(
    `(?:^|[\\s.<(])${name}>?(?:\\s*\\(?\\s*["']?${name}["']?\\s*\\)|\\s*\\(\\s*\\))?\\s*\\{`,
    'm',
  ).exec(text);
  if (start === null) return undefined;
  let depth = 1;
  const from = start.index + start[0].length;
  for (let index = from; index < text.length; index++) {
    if (text[index] === '{') depth++;
    if (text[index] === '}') depth--;
    if (depth === 0) return text.slice(from, index);
  }
  return undefined;
}

/** `include 'app', ':libs:core'` are the folders `app` and `libs/core`. */
function includesOf(settings: string): readonly string[] {
  return [...settings.matchAll(/\binclude\s*\(?((?:\s*["'][\w:./-]+["']\s*,?)+)/g)].flatMap(
    ([, names = '']) =>
      [...names.matchAll(/["']([^"']+)["']/g)].map(([, name = '']) =>
        name.replace(/^:/, '').replace(/:/g, '/'),
      ),
  );
}
