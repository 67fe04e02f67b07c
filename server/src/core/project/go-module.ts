import type { BuildContext } from './build-context';
import { foldersAbove } from './install-inputs';

/** What a `go.mod` says. */
export interface GoModule {
  /** Folder in the build context, `''` for its root. */
  readonly folder: string;
  /** Import path of the module. */
  readonly path: string;
  /** Import paths of the modules it requires, indirect ones included. */
  readonly requires: readonly string[];
}

/**
 * The module that a folder of the context belongs to: the nearest `go.mod` from it upwards. Undefined when there
 * is none or it was not read.
 */
export function findGoModule(context: BuildContext, folder: string): GoModule | undefined {
  for (const at of [folder, ...foldersAbove(folder)]) {
    const module = readGoModule(context, at);
    if (module !== undefined) return module;
  }
  return undefined;
}

/** Every module of the context. */
export function findGoModules(context: BuildContext): readonly GoModule[] {
  return context.visiblePaths
    .filter((path) => /(?:^|\/)go\.mod$/.test(path))
    .flatMap((path) => readGoModule(context, path.replace(/\/?go\.mod$/, '')) ?? []);
}

function readGoModule(context: BuildContext, folder: string): GoModule | undefined {
  const path = folder === '' ? 'go.mod' : `${folder}/go.mod`;
  return context.fact(`go-module:${path}`, () => {
    if (context.ignores(path)) return undefined;
    const text = context.text(path);
    return text === undefined ? undefined : parseGoModule(folder, text);
  });
}

/** Source: https://go.dev/ref/mod#go-mod-file-grammar */
function parseGoModule(folder: string, text: string): GoModule | undefined {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/\/\/.*$/, '').trim());
  let path: string | undefined;
  let block = '';
  const requires: string[] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    if (block !== '' && word === ')') block = '';
    else if (block === 'require' && word !== '') requires.push(unquote(word));
    else if (block !== '') continue;
    else if (rest === '(') block = word;
    else if (word === 'module') path = unquote(rest);
    else if (word === 'require') requires.push(unquote(rest.replace(/\s.*$/, '')));
  }
  return path === undefined || path === '' ? undefined : { folder, path, requires };
}

/**
 * The version that the `go.mod` at the root of the context names for the module of a package; undefined for a package of
 * no module in it. Source: https://go.dev/ref/mod#go-mod-file-require
 */
export function findGoVersion(context: BuildContext, importPath: string): string | undefined {
  const text = (context.text('go.mod') ?? '').replace(
    /^(?:replace|exclude|retract)\s*\([^)]*\)|\/\/.*$|^.*=>.*$/gm,
    '',
  );
  const required = [
    ...text.matchAll(/^\s*(?:require\s+)?([\w.~-]+(?:\/[\w.~-]+)+)\s+(v\d[\w.+-]*)\s*$/gm),
  ];
  const own = required
    .filter(([, path = '']) => importPath === path || importPath.startsWith(`${path}/`))
    .sort(([, left = ''], [, right = '']) => right.length - left.length);
  return own[0]?.[2];
}

/** The versions that a `go.mod` or `go.work` asks for: `1.26.0`. */
export interface GoVersions {
  /** The oldest that builds the module. */
  readonly go: string | undefined;
  /** The one its authors build it with. */
  readonly toolchain: string | undefined;
}

/** Source: https://go.dev/ref/mod#go-mod-file-go, #go-mod-file-toolchain and #go-work-file-go */
export function readGoVersions(context: BuildContext, path: string): GoVersions {
  const text = context.text(path) ?? '';
  return {
    go: /^go\s+(\d+\.\d+(?:\.\d+)?)/m.exec(text)?.[1],
    toolchain: /^toolchain\s+go(\d+\.\d+(?:\.\d+)?)/m.exec(text)?.[1],
  };
}

function unquote(text: string): string {
  return text.replace(/^["`]|["`]$/g, '');
}

/**
 * The name that `go build` gives the program of a package: the last element of its import path, the one before
 * it where that is a major version.
 * Source: `go help build`; `go help install`; cmd/go/internal/load (DefaultExecName)
 */
export function programName(importPath: string): string {
  const [last = '', before] = importPath.split('/').reverse();
  return before !== undefined && /^v[1-9]\d*$/.test(last) && last !== 'v1' ? before : last;
}
