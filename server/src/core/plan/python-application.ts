import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { readPyproject } from '../project/python-project';
import { saidIn, type Evidence } from './evidence';
import { collectSources } from './port';

/** A module by the name it is imported under. */
export interface PythonModule {
  /** `app.main`. */
  readonly name: string;
  /** Folder that has to be on the search path, relative to the project, `''` for the project itself. */
  readonly root: string;
}

/** The object that a server is given. */
export interface PythonApplication {
  readonly module: PythonModule;
  /** `app`, or the name of the function that makes it. */
  readonly object: string;
  readonly isFactory: boolean;
  /** Relative to the context. */
  readonly file: string;
  readonly evidence: Evidence;
}

/** Path in the build context, and text. */
export type PythonSource = readonly [path: string, text: string];

/** Sources of Python below a folder, tests and tools left out. */
export function collectPythonSources(
  context: BuildContext,
  folder: string,
): readonly PythonSource[] {
  return context.fact(`python-sources:${folder}`, () =>
    collectSources(context, folder).filter(([path]) => path.endsWith('.py')),
  );
}

/**
 * Finds the object that a server is given, or a sentence when several are alike; undefined when there is none.
 *
 * @param constructors names of the classes it is made of: `FastAPI`
 */
export function findPythonApplication(
  context: BuildContext,
  folder: string,
  constructors: readonly string[],
): PythonApplication | string | undefined {
  const named = findNamed(context, folder);
  if (named !== undefined) return named;
  const sources = collectPythonSources(context, folder);
  const call = `(?:\\w+\\.)*(?:${constructors.join('|')})\\(`;
  const makers = sources.flatMap((source) => findFactories(source, new RegExp(`\\b${call}`)));
  const names = [...new Set(makers.map(({ object }) => object))];
  const made = names.length === 0 ? '' : `|(?:\\w+\\.)*(?:${names.join('|')})\\(`;
  const assigned = new RegExp(`^(\\w+)(?:\\s*:\\s*[\\w.]+)?\\s*=\\s*(?:${call}${made})`, 'm');
  const objects = sources.flatMap((source) => {
    const object = assigned.exec(source[1])?.[1];
    return object === undefined ? [] : [{ source, object, isFactory: false }];
  });
  const found = objects.length === 0 ? makers.filter(({ callable }) => callable) : objects;
  const ranked = found.toSorted(
    (left, right) => worthOf(left.source[0]) - worthOf(right.source[0]),
  );
  const [best, second] = ranked;
  if (best === undefined) return undefined;
  const [file] = best.source;
  if (second !== undefined && worthOf(second.source[0]) === worthOf(file)) {
    return `Both ${file} and ${second.source[0]} make an application: name one in a Procfile, like "web: server module:app".`;
  }
  const { source, object, isFactory } = best;
  const what = isFactory
    ? `The function ${object}() makes the application.`
    : `"${object}" is the application.`;
  const pattern = isFactory ? new RegExp(`^def ${object}\\(`) : new RegExp(`^${object}\\b.*=`);
  return {
    module: findModule(context, folder, source),
    object,
    isFactory,
    file,
    evidence: saidIn(context, file, pattern, what),
  };
}

interface Maker {
  readonly source: PythonSource;
  readonly object: string;
  readonly isFactory: true;
  /** True when it can be called without arguments. */
  readonly callable: boolean;
}

/** Functions at the top of a file that make the application. */
function findFactories(source: PythonSource, call: RegExp): readonly Maker[] {
  return [
    ...source[1].matchAll(/^def (\w+)\(([^)]*)\)[^\n]*:\n((?:[ \t]+[^\n]*\n?|\n)*)/gm),
  ].flatMap(([, object = '', parameters = '', body = '']) => {
    if (!call.test(body) || !/^\s+return\b/m.test(body)) return [];
    const callable = parameters
      .split(',')
      .every((each) => each.trim() === '' || each.includes('=') || each.trim().startsWith('*'));
    return [{ source, object, isFactory: true, callable }];
  });
}

/** What a Procfile or `[tool.fastapi]` names. */
function findNamed(context: BuildContext, folder: string): PythonApplication | undefined {
  const path = below(folder, 'Procfile');
  const line = /^web:.*$/m.exec(context.text(path) ?? '')?.[0] ?? '';
  const web = /\s["']?([A-Za-z_][\w.]*):([A-Za-z_]\w*)(\(\))?["']?(?=\s|$)/.exec(line);
  const isFactory = web?.[3] !== undefined || line.includes('--factory');
  const served = web === null ? undefined : toApplication(context, folder, web, isFactory);
  if (served !== undefined) {
    return { ...served, evidence: saidIn(context, path, /^web:/, 'The process "web" serves it.') };
  }
  const project = readPyproject(context, folder);
  const entry = /^([\w.]+):(\w+)$/.exec(project?.entrypoint ?? '');
  const named = entry === null ? undefined : toApplication(context, folder, entry, false);
  if (named === undefined || project === undefined) return undefined;
  const says = '"entrypoint" names it.';
  return { ...named, evidence: saidIn(context, project.path, /^\s*entrypoint\s*=/, says) };
}

function toApplication(
  context: BuildContext,
  folder: string,
  [, name = '', object = '']: RegExpExecArray,
  isFactory: boolean,
): Omit<PythonApplication, 'evidence'> | undefined {
  const path = name.replaceAll('.', '/');
  for (const root of ['', 'src']) {
    const file = [`${path}.py`, `${path}/__init__.py`]
      .map((each) => below(folder, below(root, each)))
      .find((each) => context.has(each) === 'yes');
    if (file !== undefined) return { module: { name, root }, object, isFactory, file };
  }
  return undefined;
}

const usualNames = ['asgi', 'wsgi', 'main', 'app', 'server', 'application', 'api', '__init__'];

/** Less is better: few folders above, `src` left out of the count, then usual names. */
function worthOf(file: string): number {
  const folders = file.split('/').slice(0, -1);
  const name = file.replace(/^.*\/|\.py$/g, '');
  const index = usualNames.indexOf(name);
  const depth = folders.filter((each) => each !== 'src').length;
  return depth * 10 + (index < 0 ? usualNames.length : index);
}

/**
 * The name under which a file is imported. Packages have an `__init__.py`; folders without one count when the
 * sources import by their names.
 */
export function findModule(
  context: BuildContext,
  folder: string,
  [file, text]: PythonSource,
): PythonModule {
  const prefix = folder === '' ? '' : `${folder}/`;
  const parts = file.slice(prefix.length).replace(/\.py$/, '').split('/');
  const folders = parts.slice(0, -1);
  let at = folders.length;
  const pathOf = (count: number): string => below(folder, folders.slice(0, count).join('/'));
  while (at > 0 && context.has(`${pathOf(at)}/__init__.py`) === 'yes') at -= 1;
  // Folders without an __init__.py may be packages, too.
  while (
    at > 0 &&
    isImported(context, folder, {
      path: folders.slice(0, at).join('/'),
      home: folders.join('/'),
      text,
    })
  ) {
    at -= 1;
  }
  const names = parts.slice(at);
  const name = (names.length > 1 && names.at(-1) === '__init__' ? names.slice(0, -1) : names).join(
    '.',
  );
  return { name, root: folders.slice(0, at).join('/') };
}

/** True when a folder is a package by the way its sources, or those of others, import. */
function isImported(
  context: BuildContext,
  folder: string,
  { path, home, text }: { readonly path: string; readonly home: string; readonly text: string },
): boolean {
  const at = path.lastIndexOf('/') + 1;
  const name = path.slice(at);
  if (!/^[A-Za-z_]\w*$/.test(name)) return false;
  const above = path.slice(0, Math.max(0, at - 1)).replaceAll('/', '\\.');
  const byName = new RegExp(
    `^\\s*(?:from|import)\\s+${above === '' ? '' : `(?:${above}\\.)?`}${name}(?:[.\\s,]|$)`,
    'm',
  );
  if (collectPythonSources(context, folder).some(([, source]) => byName.test(source))) return true;
  if (name === 'src') return false;
  if (path === home && /^\s*from\s+\./m.test(text)) return true;
  const own = below(folder, path);
  const siblings = [...text.matchAll(/^\s*(?:from|import)\s+(\w+)/gm)].map(
    ([, sibling = '']) => sibling,
  );
  const importsSibling = siblings.some(
    (sibling) =>
      context.has(`${own}/${sibling}.py`) === 'yes' || context.isFolder(`${own}/${sibling}`),
  );
  return !importsSibling;
}
