import type { BuildContext } from './build-context';
import { below } from './node-package-manager';
import type { PackageJson } from './package-json';
import { isSourceFile } from './project-files';

/** A source file with its text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

const ofTools =
  /(?:^|\/)(?:(?!next\.config)[\w.-]*\.config\.[cm]?[jt]s|\.[\w-]+rc\.[cm]?js|(?:gulp|grunt|Gulp|Grunt)file\.[cm]?[jt]s|jest\.[\w.-]*\.[cm]?[jt]s|webpack[\w.-]*\.[cm]?[jt]s|setupTests\.[jt]sx?|commitlint[\w.-]*\.js)$/;
const ofTests =
  /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|e2e|cypress|\.storybook|stories)\/|[._-](?:test|spec|stories|e2e-spec)\.[cm]?[jt]sx?$|\.d\.[cm]?ts$/;

/**
 * The JavaScript and TypeScript files below a folder that a program may be made of: no tests, no settings of
 * tools, no declarations.
 *
 * @returns undefined when the text of one of them, or the list of files, is not known
 */
export function readProgramSources(
  context: BuildContext,
  folder: string,
): readonly SourceText[] | undefined {
  return context.fact(`program-sources:${folder}`, () => {
    if (!context.project.complete) return undefined;
    const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
    const sources: SourceText[] = [];
    for (const path of context.visiblePaths) {
      const name = path.slice(prefix.length);
      if (!path.startsWith(prefix) || !/\.[cm]?[jt]sx?$/.test(path) || !isSourceFile(path))
        continue;
      if (ofTools.test(name) || ofTests.test(name)) continue;
      const text = context.text(path);
      if (text === undefined) return undefined;
      sources.push({ path, text });
    }
    return sources;
  });
}

/** The same where one that is missing does no harm: none when they are not all known. */
export function readKnownSources(context: BuildContext, folder: string): readonly SourceText[] {
  return readProgramSources(context, folder) ?? [];
}

/** What the first group of a pattern finds in sources, each once. */
export function collectFromSources(
  sources: readonly SourceText[],
  pattern: RegExp,
): readonly string[] {
  const names = sources
    .flatMap(({ text }) => [...text.matchAll(pattern)])
    .map(([, name]) => name)
    .filter((name) => name !== undefined);
  return [...new Set(names)];
}

/** The first source that says something; undefined when none does. */
export function findSaying(sources: readonly SourceText[], pattern: RegExp): string | undefined {
  return sources.find(({ text }) => pattern.test(text))?.path;
}

/** Reads what a package manager tells its scripts through variables. */
export const readsManagerVariables =
  /\bnpm_(?:package|lifecycle|config|execpath|node_execpath|command)|\bINIT_CWD\b/;

/** Starts other programs, by what they are called. */
export const startsPrograms =
  /['"`](?:node:)?child_process['"`]|['"`](?:execa|cross-spawn|shelljs|zx|simple-git|fluent-ffmpeg|gm|imagemagick|node-pty|python-shell|tinyexec|nano-spawn)['"`/]|\bBun\.spawn/;

/** A package that the program needs, and what says so. */
export interface NeededPackage {
  readonly name: string;
  /** A source file, or `CMD`. */
  readonly by: string;
}

/**
 * The first package that the program uses, or may use, though `package.json` names it for development only,
 * or not at all.
 *
 * @param words what the container starts
 */
export function findUndeclaredPackage(
  context: BuildContext,
  manifest: PackageJson,
  sources: readonly SourceText[],
  words: readonly string[],
): NeededPackage | undefined {
  const named = [...manifest.devDependencies.keys()].filter((name) => !isDeclared(manifest, name));
  const started = named.find((name) =>
    words.some(
      (word) =>
        word === name || word.includes(`node_modules/${name}/`) || word.startsWith(`${name}/`),
    ),
  );
  if (started !== undefined) return { name: started, by: 'CMD' };
  const literal =
    named.length === 0
      ? undefined
      : new RegExp(
          `['"\`](${named.map((name) => escape(name)).join('|')})(?:/[^'"\`]*)?['"\`]`,
          'g',
        );
  for (const { path, text } of sources) {
    const code = withoutTypes(text);
    const isTyped = /\.[cm]?tsx?$/.test(path);
    for (const match of literal === undefined ? [] : code.matchAll(literal)) {
      const name = match[1] ?? '';
      if (!name.startsWith('@types/')) return { name, by: path };
    }
    for (const name of importsOf(code)) {
      if (isDeclared(manifest, name) || isLocal(context, manifest, name)) continue;
      if (isTyped && manifest.devDependencies.has(typesOf(name))) continue;
      return { name, by: path };
    }
  }
  return undefined;
}

function isDeclared(manifest: PackageJson, name: string): boolean {
  return (
    manifest.dependencies.has(name) ||
    manifest.optionalDependencies.has(name) ||
    manifest.peerDependencies.has(name) ||
    manifest.name === name
  );
}

/** `@scope/name` has its types in `@types/scope__name`. */
function typesOf(name: string): string {
  return `@types/${name.replace(/^@([^/]+)\//, '$1__')}`;
}

/** Modules of Node.js and Bun, aliases, and folders of the project that compilers take for modules. */
function isLocal(context: BuildContext, manifest: PackageJson, name: string): boolean {
  if (builtins.has(name) || /^(?:node:|bun:|bun$|#|@\/|~|virtual:)/.test(name)) return true;
  const folder = manifest.path.replace(/\/?package\.json$/, '');
  return ['', 'src/'].some((prefix) => context.isFolder(below(folder, `${prefix}${name}`)));
}

/** Names of the packages that a source imports by a literal. */
function importsOf(code: string): ReadonlySet<string> {
  const names = new Set<string>();
  const pattern =
    /(?:\bfrom|\bimport|\brequire(?:\.resolve)?\s*\(|\bimport\s*\()\s*['"]([^'"\n]+)['"]/g;
  for (const match of code.matchAll(pattern)) {
    const text = match[1] ?? '';
    if (/^[./]/.test(text) || (text.includes(':') && !text.startsWith('node:'))) continue;
    const [first = '', second] = text.split('/');
    names.add(first.startsWith('@') && second !== undefined ? `${first}/${second}` : first);
  }
  return names;
}

/** Leaves out imports of types, which compilers drop, and comments in front of lines. */
function withoutTypes(text: string): string {
  return text
    .replace(/^\s*(?:\/\/|\*|\/\*\*?).*$/gm, '')
    .replace(/\b(?:import|export)\s+type\s[^;'"]*from\s*['"][^'"\n]+['"]/g, '');
}

function escape(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&');
}

/** Source: https://nodejs.org/api/module.html#modulebuiltinmodules (24). */
const builtins: ReadonlySet<string> = new Set(
  'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib'.split(
    ' ',
  ),
);
