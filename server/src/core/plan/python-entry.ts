import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { saidIn, type Evidence } from './evidence';
import { collectPythonSources, findModule } from './python-application';
import type { PythonPackages } from './python-packages';

/** What starts a program that no web server loads. */
export interface PythonEntry {
  /** Program and arguments: `python main.py`, `python -m shop`, `shop`. */
  readonly words: readonly string[];
  /** Folder that has to be on the search path of modules; `''`: none. */
  readonly root: string;
  /** Folder of the package, or file of the module, that the project installs with the program; undefined: nothing is installed. */
  readonly installed: string | undefined;
  /** Where the framework listens. */
  readonly port?: number;
  readonly healthPath?: string;
  readonly evidence: Evidence;
}

const usualFiles = ['main', 'app', 'server', 'bot', 'run', 'worker', 'start', 'cli'];

/** Finds what starts the program; a sentence when it is not known which of several, undefined when nothing is found. */
export function findPythonEntry(
  context: BuildContext,
  folder: string,
  packages: PythonPackages,
): PythonEntry | string | undefined {
  const script = findScript(context, folder, packages);
  if (typeof script === 'object') return script;
  return (
    findProcess(context, folder) ??
    findStreamlit(context, folder, packages) ??
    findMain(context, folder) ??
    findFile(context, folder, packages) ??
    findCelery(context, folder, packages) ??
    script
  );
}

/** `worker: python -m shop.worker` of a Procfile, when it needs no shell. */
function findProcess(context: BuildContext, folder: string): PythonEntry | undefined {
  const path = below(folder, 'Procfile');
  const line = /^(?:web|worker):\s*(python3?\s+[\w./ =-]+)$/m.exec(context.text(path) ?? '')?.[1];
  if (line === undefined) return undefined;
  const words = line.trim().split(/\s+/);
  return {
    words: ['python', ...words.slice(1)],
    root: '',
    installed: undefined,
    evidence: saidIn(context, path, /^(?:web|worker):\s*python/, `It starts "${line.trim()}".`),
  };
}

/** A program that the project installs: the only one, or the one with its name. */
function findScript(
  context: BuildContext,
  folder: string,
  { project, manager }: PythonPackages,
): PythonEntry | string | undefined {
  const canInstall = manager?.value === 'uv' || manager?.value === 'poetry';
  if (project === undefined || !canInstall || !project.installsItself || project.versionedByGit) {
    return undefined;
  }
  const scripts = [...project.scripts];
  const script =
    scripts.length === 1 ? scripts[0] : scripts.find(([name]) => name === project.name);
  if (script === undefined) {
    return scripts.length === 0
      ? undefined
      : `Which of ${[...project.scripts.keys()].join(', ')} is to be started is not known: name one in a Procfile, like "worker: python -m module".`;
  }
  const [name, target] = script;
  const top = target.replace(/[.:].*$/, '');
  const installed = findSources(context, folder, top);
  if (installed === undefined) {
    return `The program ${name} is "${target}", whose sources were not found.`;
  }
  const says = `The program ${name} is installed.`;
  return {
    words: [name],
    root: '',
    installed,
    evidence: saidIn(context, project.path, new RegExp(`^\\s*["']?${name}["']?\\s*=`), says),
  };
}

/** The folder of a package, or the file of a module alone. */
function findSources(context: BuildContext, folder: string, name: string): string | undefined {
  const paths = [below('src', name), name];
  return (
    paths.find((path) => context.isFolder(below(folder, path))) ??
    paths.map((path) => `${path}.py`).find((path) => context.has(below(folder, path)) === 'yes')
  );
}

function findStreamlit(
  context: BuildContext,
  folder: string,
  { names }: PythonPackages,
): PythonEntry | undefined {
  if (!names.includes('streamlit')) return undefined;
  const usual = ['streamlit_app', 'app', 'main', 'Home'].map((name) => below(folder, `${name}.py`));
  const file = usual.find((path) => /^\s*import streamlit\b/m.test(context.text(path) ?? ''));
  if (file === undefined) return undefined;
  const name = file.slice(below(folder, '').length);
  return {
    words: [
      'streamlit',
      'run',
      name,
      '--server.address=0.0.0.0',
      '--server.port=8501',
      '--server.headless=true',
      '--browser.gatherUsageStats=false',
    ],
    root: '',
    installed: undefined,
    port: 8501,
    healthPath: '/_stcore/health',
    evidence: saidIn(context, file, /import streamlit\b/, 'It is a page of Streamlit.'),
  };
}

/** The package with a `__main__.py` that is the least deep. */
function findMain(context: BuildContext, folder: string): PythonEntry | undefined {
  const depth = (path: string): number => path.split('/').length;
  const [source] = collectPythonSources(context, folder)
    .filter(([path]) => path.endsWith('/__main__.py'))
    .toSorted(([left], [right]) => depth(left) - depth(right));
  if (source === undefined) return undefined;
  const [file] = source;
  const { name, root } = findModule(context, folder, source);
  const package_ = name.replace(/\.__main__$/, '');
  return {
    words: ['python', '-m', package_],
    root,
    installed: undefined,
    evidence: { file, says: `"python -m ${package_}" starts it.` },
  };
}

function findFile(
  context: BuildContext,
  folder: string,
  { project }: PythonPackages,
): PythonEntry | undefined {
  const own = (project?.name ?? '').toLowerCase().replace(/[-_.]+/g, '_');
  const names = [...usualFiles, ...(own === '' ? [] : [own])];
  const files = ['', 'src'].flatMap((root) => names.map((name) => below(root, `${name}.py`)));
  const name = files.find((each) => context.has(below(folder, each)) === 'yes');
  if (name === undefined) return undefined;
  return {
    words: ['python', name],
    root: '',
    installed: undefined,
    evidence: { file: below(folder, name), says: 'The file is there to be started.' },
  };
}

function findCelery(
  context: BuildContext,
  folder: string,
  { names }: PythonPackages,
): PythonEntry | undefined {
  if (!names.includes('celery')) return undefined;
  const pattern = /^(\w+)\s*=\s*(?:celery\.)?Celery\(/m;
  const [found] = collectPythonSources(context, folder).flatMap((source) => {
    const object = pattern.exec(source[1])?.[1];
    return object === undefined ? [] : [{ source, object }];
  });
  if (found === undefined) return undefined;
  const { source, object } = found;
  const { name, root } = findModule(context, folder, source);
  return {
    words: ['celery', '--app', `${name}:${object}`, 'worker', '--loglevel', 'INFO'],
    root,
    installed: undefined,
    evidence: saidIn(context, source[0], pattern, 'It is an application of Celery.'),
  };
}
