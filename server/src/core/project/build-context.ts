import { parseIgnoreFile, type IgnoreRules } from './ignore-rules';
import { compilePattern, isPattern } from './path-pattern';
import type { ProjectFiles } from './project-files';

/** The build context of a Dockerfile: what COPY can see. Paths are relative to it, with `/`. */
export class BuildContext {
  readonly project: ProjectFiles;
  /** Every file, ignored ones included. */
  readonly paths: readonly string[];
  /** The ignore file in force; undefined when there is none. */
  readonly ignoreFile: { readonly path: string; readonly text: string } | undefined;
  readonly #known: ReadonlySet<string>;
  readonly #folders: ReadonlySet<string>;
  readonly #rules: IgnoreRules;
  readonly #facts = new Map<unknown, unknown>();

  constructor(project: ProjectFiles) {
    this.project = project;
    this.paths = project.paths;
    this.#known = new Set(this.paths);
    this.#folders = collectFolders(this.paths);
    this.ignoreFile = this.#findIgnoreFile();
    this.#rules = parseIgnoreFile(this.ignoreFile?.text ?? '');
  }

  /** Whether a file or folder is there; `.` is the context itself. */
  has(path: string): 'yes' | 'no' | 'unknown' {
    if (path === '.' || this.#known.has(path) || this.#folders.has(path)) return 'yes';
    if (!this.project.complete || this.#liesInClosedFolder(path)) return 'unknown';
    return 'no';
  }

  isFolder(path: string): boolean {
    return path === '.' || this.#folders.has(path);
  }

  /** Files and folders that match a pattern of COPY; the path itself when it holds no pattern. */
  matches(pattern: string): readonly string[] {
    if (!isPattern(pattern)) return this.has(pattern) === 'yes' ? [pattern] : [];
    const test = compilePattern(pattern);
    if (test === undefined) return [];
    return [...this.#known, ...this.#folders].filter((path) => test.test(path)).sort();
  }

  /** The text of a file; undefined when there is none or the host did not read it. */
  text(path: string): string | undefined {
    return this.project.texts.get(path);
  }

  /** True when the ignore file leaves the path out. */
  ignores(path: string): boolean {
    return this.#rules.ignores(path);
  }

  /** Files that a build can see, in order of their names. */
  get visiblePaths(): readonly string[] {
    return this.fact(visiblePathsKey, () => this.paths.filter((path) => !this.ignores(path)));
  }

  /** Keeps what was computed from this context under a key. */
  fact<Value>(key: object | string, compute: () => Value): Value {
    if (!this.#facts.has(key)) this.#facts.set(key, compute());
    return this.#facts.get(key) as Value;
  }

  /** `Dockerfile.dockerignore` beside the Dockerfile goes before `.dockerignore` of the context. */
  #findIgnoreFile(): { readonly path: string; readonly text: string } | undefined {
    const { texts, dockerfile } = this.project;
    for (const path of [`${dockerfile}.dockerignore`, '.dockerignore']) {
      const text = texts.get(path);
      if (text !== undefined) return { path, text };
    }
    return undefined;
  }

  #liesInClosedFolder(path: string): boolean {
    const parts = path.split('/');
    return parts.some((_, index) => this.#known.has(`${parts.slice(0, index + 1).join('/')}/`));
  }
}

const visiblePathsKey = {};

function collectFolders(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
