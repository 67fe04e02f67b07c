import type { BuildContext } from './build-context';

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
  const rootName = /\brootProject\.name\s*=\s*["']([^"'$]+)["']/.exec(settings)?.[1];
  return {
    path,
    name: rootName ?? (prefix === '' ? undefined : prefix.split('/').at(-2)),
    version: versionOf(text, properties),
    archivesName:
      /\barchivesBaseName\s*=?\s*\(?["']([^"'$]+)["']/.exec(text)?.[1] ??
      /\barchivesName\s*(?:=|\.set\()\s*["']([^"'$]+)["']/.exec(text)?.[1],
    plugins: pluginsOf(text),
    archiveFileNames: archiveNamesOf(text),
    hasFatJar: isFatJar(blockOf(text, 'jar') ?? blockOf(text, 'Jar') ?? ''),
    hasNoDependencies:
      !/\b(?:implementation|api|compile|runtimeOnly|runtime|runtimeClasspath)\s*[("' ]/.test(
        blockOf(text, 'dependencies') ?? '',
      ),
    subprojects: includesOf(settings),
    release:
      /\b(?:languageVersion\s*(?:=|\.set\()\s*JavaLanguageVersion\.of\(|(?:source|target)Compatibility\s*=\s*(?:JavaVersion\.VERSION_(?:1_)?)?["']?(?:1\.)?|\brelease\s*(?:=|\.set\()\s*)(\d+)/.exec(
        text,
      )?.[1],
  };
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

function pluginsOf(text: string): readonly string[] {
  const block = blockOf(text, 'plugins') ?? '';
  const found = [
    ...[...block.matchAll(/\bid\s*\(?\s*["']([\w.-]+)["']/g)].map((match) => match[1]),
    ...[...block.matchAll(/^\s*`?([a-z][\w-]*)`?\s*$/gm)].map((match) => match[1]),
    ...[...text.matchAll(/\bapply\s*\(?\s*plugin\s*[:=]\s*["']([\w.-]+)["']/g)].map(
      (match) => match[1],
    ),
  ];
  return found.flatMap((each) => each ?? []);
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
    (match) =>
      [...(match[1] ?? '').matchAll(/["']([^"']+)["']/g)].map((each) =>
        (each[1] ?? '').replace(/^:/, '').replace(/:/g, '/'),
      ),
  );
}
