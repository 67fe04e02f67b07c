import type { BuildContext } from './build-context';
import { collectMentions, type Mention } from './path-mentions';
import { isSourceFile, type ProjectFiles } from './project-files';

/** The files of a project that its program reads when it runs, sources and manifests left out. */
export type RunTimeFiles =
  | {
      readonly kind: 'known';
      /** Files, and folders of which everything is read; relative to the context, no trailing slash, sorted. */
      readonly paths: readonly string[];
      /** A sentence for each path. */
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface RunTimeQuestion {
  /**
   * Texts besides the sources that may name files, such as the words of CMD and the values of ENV, by what
   * they are called in evidence.
   */
  readonly mentions?: ReadonlyMap<string, string>;
  /** Files that are compiled or copied by other means; undefined: source code of every language. */
  readonly sources?: RegExp;
  /** Files that frameworks of the language read without being told, besides those of every language. */
  readonly conventions?: RegExp;
}

interface Finding {
  readonly file: string;
  readonly why: string;
}

/**
 * Finds the files that a program reads when it runs, by what the sources below a folder name: a path, a folder,
 * a pattern, a name or an extension. It rather finds a file too many than one too few.
 *
 * @param folder where the sources are, `''` for the whole context
 */
export function findRunTimeFiles(
  context: BuildContext,
  folder: string,
  question: RunTimeQuestion = {},
): RunTimeFiles {
  if (!context.project.complete) {
    return { kind: 'unknown', reason: 'The project is too large to be read as a whole.' };
  }
  const prefix = folder === '' ? '' : `${folder}/`;
  const sources = context.visiblePaths.filter(
    (path) => path.startsWith(prefix) && isSourceFile(path),
  );
  const mentions: Mention[] = [];
  for (const path of sources) {
    const text = context.text(path);
    if (text === undefined) {
      return { kind: 'unknown', reason: `The source file ${path} could not be read.` };
    }
    if (readsOwnFolder.test(text) && !isForTests(path)) {
      return { kind: 'unknown', reason: `${path} lists the folder that it runs in.` };
    }
    if (!isForTests(path)) mentions.push(...mentionsOf(context.project, path, text));
  }
  for (const [name, text] of question.mentions ?? []) {
    mentions.push(...collectMentions(name, text.replace(/^|$/g, '"')));
  }
  const isSource = (path: string): boolean =>
    question.sources === undefined ? isSourceFile(path) : question.sources.test(path);
  return select(context, mentions, isSource, question.conventions);
}

/** Sources change less often than Dockerfiles: what a project's files mention is kept as long as the project. */
const kept = new WeakMap<ProjectFiles, Map<string, readonly Mention[]>>();

function mentionsOf(project: ProjectFiles, path: string, text: string): readonly Mention[] {
  const known = kept.get(project) ?? new Map<string, readonly Mention[]>();
  kept.set(project, known);
  const mentions = known.get(path) ?? collectMentions(path, text);
  known.set(path, mentions);
  return mentions;
}

/** Calls that list or serve the working directory itself. */
const readsOwnFolder =
  /\b(?:Dir|ReadDir|readdir|readdirSync|listdir|scandir|walk|Walk|WalkDir|read_dir|opendir|static)\w*!?\(\s*["'`]\.\/?["'`]|\bstatic\(\s*__dirname\s*[,)]/;

const testFolders =
  /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|testdata|fixtures|e2e)\/|^examples?\//i;
const testNames = /(?:[._-](?:test|spec)\.\w+|Tests?\.(?:java|kt|cs))$|(?:^|\/)test_[^/]*\.py$/;

function isForTests(path: string): boolean {
  return testFolders.test(path) || testNames.test(path);
}

const documents =
  /(?:^|\/)(?:docs?|\.github|\.gitlab|\.circleci|\.devcontainer|\.vscode|k8s|helm|charts|terraform)\/|(?:^|\/)(?:README|LICEN[CS]E|COPYING|NOTICE|CHANGELOG|CHANGES|CONTRIBUTING|AUTHORS|CODEOWNERS|SECURITY)[^/]*$|\.(?:md|rst|adoc)$/i;
const managed =
  /(?:^|\/)(?:Dockerfile[^/]*|[^/]*\.dockerfile|Containerfile|(?:docker-)?compose[^/]*\.ya?ml|\.git(?!keep$)[^/]*|\.gitlab-ci\.yml|\.travis\.yml|Jenkinsfile|Procfile|[^/]*\.dockerignore|\.editorconfig|\.prettier[^/]*|\.eslint[^/]*|\.golangci\.ya?ml|[mM]akefile|GNUmakefile|CMakeLists\.txt|[^/]*\.cmake|meson[\w.]*|configure\.ac|[^/]*\.(?:mk|in|am)|go\.(?:mod|sum|work|work\.sum)|Cargo\.(?:toml|lock)|rust-toolchain(?:\.toml)?|rustfmt\.toml|clippy\.toml|pom\.xml|[^/]*\.gradle(?:\.kts)?|gradle\.properties|gradlew[^/]*|mvnw[^/]*|package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-[^/]*\.yaml|bun\.lockb?|tsconfig[^/]*\.json|jsconfig\.json|\.npmrc|\.yarnrc[^/]*|\.nvmrc|\.[\w-]+-version|\.tool-versions|nest-cli\.json|angular\.json|lerna\.json|turbo\.json|nx\.json|pyproject\.toml|setup\.cfg|Pipfile[^/]*|poetry\.lock|uv\.lock|[\w.-]*requirements[\w.-]*\.(?:txt|in)|tox\.ini|pytest\.ini|composer\.(?:json|lock)|phpunit[^/]*|Gemfile[^/]*|[^/]*\.gemspec|[^/]*\.(?:csproj|fsproj|vbproj|sln|slnx)|global\.json|nuget\.config|Directory\.[^/]*\.props|packages\.lock\.json)$/i;

/** True for manifests, documents, tests and what other tools read: no program reads them unless it says so. */
export function isManagedFile(path: string): boolean {
  return isForTests(path) || documents.test(path) || managed.test(path);
}

/** Folders that frameworks read without being told. */
const conventions =
  /(?:^|\/)(?:(?:views|templates|static|public|locales|i18n|migrations|wwwroot|assets|resources)\/|Rocket\.toml$)/;

/** Files that may name others, in a form that no host reads. */
const settings =
  /\.(?:toml|ya?ml|ini|cfg|conf|properties|env)$|(?:^|\/)(?:\.env[^/]*|[^/]*(?:config|settings)[^/]*\.(?:json5?|xml))$/i;

function select(
  context: BuildContext,
  mentions: readonly Mention[],
  isSource: (path: string) => boolean,
  moreConventions: RegExp | undefined,
): RunTimeFiles {
  const visible = context.visiblePaths.filter((path) => !path.endsWith('/'));
  const isData = (path: string): boolean => !isSource(path) && !isManagedFile(path);
  const data = visible.filter(isData);
  const found = new Map<string, string>();
  const add = ({ file, why }: Finding): void => {
    if (!found.has(file)) found.set(file, why);
  };
  const matcher = new FileMatcher(visible, data, isSource);
  for (const mention of mentions) for (const finding of matcher.find(mention)) add(finding);
  for (const file of data) {
    if (conventions.test(file) || moreConventions?.test(file) === true)
      add({ file, why: 'is read by convention' });
  }
  const setting = [...found.keys()].find((file) => settings.test(file));
  if (setting !== undefined) {
    for (const file of data) add({ file, why: `may be named by ${setting}` });
  }
  return compress(visible, found);
}

/** Finds the files that a mention may mean. */
class FileMatcher {
  readonly #data: readonly string[];
  readonly #exact: ReadonlySet<string>;
  readonly #byName: ReadonlyMap<string, readonly string[]>;
  readonly #byExtension: ReadonlyMap<string, readonly string[]>;
  readonly #byFolder: ReadonlyMap<string, readonly string[]>;

  constructor(
    visible: readonly string[],
    data: readonly string[],
    isSource: (path: string) => boolean,
  ) {
    this.#data = data;
    this.#exact = new Set(visible.filter((path) => !isSource(path)));
    this.#byName = groupBy(data, (path) => [path.slice(path.lastIndexOf('/') + 1)]);
    this.#byExtension = groupBy(data, (path) => /\.\w+$/.exec(path) ?? []);
    this.#byFolder = groupBy(data, foldersOf);
  }

  find(mention: Mention): readonly Finding[] {
    const { text, source } = mention;
    const why = `is named by ${source} ("${text}")`;
    return this.#files(mention).map((file) => ({ file, why }));
  }

  #files({ text, folder }: Mention): readonly string[] {
    if (text === '.env' || text === 'dotenv') {
      return this.#data.filter((path) => /(?:^|\/)\.env[^/]*$/.test(path));
    }
    const wildcard = /[*%{}$<>?[]/.exec(text);
    if (wildcard !== null) return this.#matching(text, wildcard.index, folder);
    if (/^\.\w+$/.test(text)) {
      return this.#exact.has(text) ? [text] : (this.#byExtension.get(text) ?? []);
    }
    const paths = candidatesOf(text, folder);
    const named = paths.flatMap((path) =>
      this.#exact.has(path) ? [path] : (this.#byFolder.get(path) ?? []),
    );
    if (named.length !== 0) return named;
    return this.#byName.get(text.slice(text.lastIndexOf('/') + 1)) ?? [];
  }

  /** `views/*.html` means the folder; `*.html` and `%s.html` every file of the kind. */
  #matching(text: string, at: number, folder: string): readonly string[] {
    const slash = text.lastIndexOf('/', at);
    const head = text.slice(0, Math.max(0, slash));
    if (/\w/.test(head)) {
      return candidatesOf(head, folder).flatMap((path) => this.#byFolder.get(path) ?? []);
    }
    const rest = text.slice(at).replace(/^[^/]*\//, '');
    const extension = /\.\w+$/.exec(rest)?.[0];
    const named = /[*%{}$<>?[]/.test(rest) ? [] : this.#files({ text: rest, folder, source: '' });
    if (named.length !== 0) return named;
    return extension === undefined ? [] : (this.#byExtension.get(extension) ?? []);
  }
}

/**
 * The paths of the context that a text may mean: as it stands, below each folder above the source file that
 * holds it, and, for an absolute one, every end of it.
 */
function candidatesOf(text: string, folder: string): readonly string[] {
  const isAbsolute = text.startsWith('/');
  const parts = text.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  if (parts.length === 0) return [];
  const ends = isAbsolute
    ? parts.map((_, index) => parts.slice(index).join('/'))
    : [parts.join('/')];
  const above = folder.split('/').map((_, index, all) => all.slice(0, index + 1).join('/'));
  return ends.flatMap((end) => [
    end,
    ...above.flatMap((each) => (each === '' ? [] : [`${each}/${end}`])),
  ]);
}

function groupBy(
  paths: readonly string[],
  keysOf: (path: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    for (const key of keysOf(path)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [path]);
      else group.push(path);
    }
  }
  return groups;
}

/** `a/b/c.txt` → `a`, `a/b`. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Names a folder where everything in it was found. */
function compress(visible: readonly string[], found: ReadonlyMap<string, string>): RunTimeFiles {
  const missing = new Set(visible.filter((path) => !found.has(path)).flatMap(foldersOf));
  const paths = new Map<string, string>();
  for (const [file, why] of found) {
    const path = foldersOf(file).find((folder) => !missing.has(folder)) ?? file;
    if (!paths.has(path)) paths.set(path, why);
  }
  const sorted = [...paths].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    kind: 'known',
    paths: sorted.map(([path]) => path),
    evidence: sorted.map(([path, why]) => `${path} ${why}.`),
  };
}
