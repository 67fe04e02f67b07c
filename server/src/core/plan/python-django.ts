import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { saidIn, type Evidence } from './evidence';
import type { Environment } from './image-plan';
import { collectPythonSources, type PythonSource } from './python-application';
import { healthNames } from './python-health';

/** What a Django project says about itself; paths are relative to the project. */
export interface DjangoProject {
  /** `manage.py`, or `src/manage.py`. */
  readonly manage: string;
  /** Folder of `manage.py`, from which modules are imported. */
  readonly root: string;
  /** Module that the servers take: `config.settings.production`. */
  readonly settings: string;
  /** True when `manage.py` takes other settings by itself. */
  readonly needsVariable: boolean;
  /** Modules of the interfaces to servers: `config.wsgi`. */
  readonly wsgi: string | undefined;
  readonly asgi: string | undefined;
  /** Folder that static files are collected in; `unknown` when the settings compute it. */
  readonly staticRoot: string | undefined;
  /** Folder for uploads. */
  readonly mediaRoot: string | undefined;
  /** The file of an SQLite database. */
  readonly database: string | undefined;
  readonly hasDatabase: boolean;
  /** True when the settings turn the pages for developers on, whatever the environment says. */
  readonly isDebug: boolean;
  /** Variables without which the settings cannot be loaded, with values to load them by. */
  readonly required: Environment;
  /** Whom it answers: everybody, requests to 127.0.0.1, or not known. */
  readonly answers: 'everybody' | 'loopback' | 'unknown';
  /** Path of a health check, and whether it answers whatever the host is called. */
  readonly health:
    { readonly path: string; readonly isOpen: boolean; readonly evidence: Evidence } | undefined;
  /** True when static files are sent to a store by their collection. */
  readonly uploadsStatic: boolean;
  readonly evidence: Evidence;
}

/** Where `manage.py` lies; undefined when it is not the one of Django. */
export function findManage(context: BuildContext, folder: string): string | undefined {
  return ['manage.py', 'src/manage.py', 'app/manage.py', 'backend/manage.py']
    .map((name) => below(folder, name))
    .find((path) => context.text(path)?.includes('DJANGO_SETTINGS_MODULE'));
}

/** Reads a Django project; a sentence when its settings cannot be found. */
export function readDjangoProject(
  context: BuildContext,
  folder: string,
  manage: string,
): DjangoProject | string {
  const root = manage.slice(0, Math.max(0, manage.lastIndexOf('/')));
  const sources = collectPythonSources(context, folder);
  const findInterface = (name: string): PythonSource | undefined =>
    sources.find(
      ([path, text]) =>
        path.startsWith(root) &&
        path.endsWith(`/${name}.py`) &&
        text.includes(`get_${name}_application`),
    );
  const wsgi = findInterface('wsgi');
  const asgi = findInterface('asgi');
  const own = readSettingsName(context.text(manage));
  const settings = [wsgi, asgi].flatMap((source) => readSettingsName(source?.[1]) ?? [])[0] ?? own;
  if (settings === undefined) {
    return `${manage} names no settings: give DJANGO_SETTINGS_MODULE a default in it.`;
  }
  const files = collectSettings(context, root, settings);
  if (files.length === 0)
    return `The settings "${settings}" were not found below ${root || 'the project'}.`;
  const reader = new SettingsReader(files);
  const hosts = reader.expression('ALLOWED_HOSTS')?.text ?? '';
  const hasStatic = reader.mentions(/django\.contrib\.staticfiles/);
  return {
    manage,
    root,
    settings,
    needsVariable: own !== settings,
    wsgi: wsgi === undefined ? undefined : toModule(root, wsgi[0]),
    asgi: asgi === undefined ? undefined : toModule(root, asgi[0]),
    staticRoot: hasStatic ? reader.folder('STATIC_ROOT') : undefined,
    mediaRoot: reader.folder('MEDIA_ROOT'),
    database: reader.sqliteFile(),
    hasDatabase: reader.mentions(/^DATABASES\b(?!\s*=\s*\{\s*\})/m),
    isDebug: /^True\b/.test(reader.expression('DEBUG')?.text ?? ''),
    required: reader.required(),
    answers: /["']\*["']/.test(hosts)
      ? 'everybody'
      : /["']127\.0\.0\.1["']/.test(hosts)
        ? 'loopback'
        : 'unknown',
    health: findHealth(context, root, reader),
    uploadsStatic: reader.mentions(
      /STATICFILES_STORAGE\s*=\s*["']storages\.|["']staticfiles["']\s*:\s*\{[^}]*storages\.backends/,
    ),
    evidence: saidIn(
      context,
      manage,
      /DJANGO_SETTINGS_MODULE/,
      `The settings are "${own ?? settings}".`,
    ),
  };
}

function readSettingsName(text: string | undefined): string | undefined {
  const named = /DJANGO_SETTINGS_MODULE["']\s*[,\]]\s*=?\s*["']([\w.]+)["']/;
  return text === undefined ? undefined : named.exec(text)?.[1];
}

function toModule(root: string, path: string): string {
  return path.slice(below(root, '').length).replace(/\.py$/, '').replaceAll('/', '.');
}

function findSource(context: BuildContext, root: string, module: string): PythonSource | undefined {
  const path = below(root, module.replaceAll('.', '/'));
  return [`${path}.py`, `${path}/__init__.py`].flatMap((each): PythonSource[] => {
    const text = context.text(each);
    return text === undefined ? [] : [[each, text]];
  })[0];
}

/** The file of the settings, and those it takes over as a whole. */
function collectSettings(
  context: BuildContext,
  root: string,
  module: string,
): readonly PythonSource[] {
  const files: PythonSource[] = [];
  const waiting = [module];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const found = findSource(context, root, next);
    if (found === undefined || files.some(([path]) => path === found[0])) continue;
    files.push(found);
    const [file, text] = found;
    const parts = next.split('.');
    const home = file.endsWith('/__init__.py') ? parts : parts.slice(0, -1);
    for (const [, dots = '', name = ''] of text.matchAll(/^from\s+(\.*)([\w.]*)\s+import\s+/gm)) {
      const above = dots === '' ? [] : home.slice(0, home.length + 1 - dots.length);
      waiting.push([...above, ...name.split('.')].filter((part) => part !== '').join('.'));
    }
  }
  return files;
}

/** Reads values of settings, those of the first file before those it takes over. */
class SettingsReader {
  readonly #files: readonly PythonSource[];

  constructor(files: readonly PythonSource[]) {
    this.#files = files.map(([path, text]) => [path, text.replace(/^\s*#.*$/gm, '')]);
  }

  mentions(pattern: RegExp): boolean {
    return this.#files.some(([, text]) => pattern.test(text));
  }

  /** What stands behind `NAME =`, lines in brackets included. */
  expression(name: string): { readonly file: string; readonly text: string } | undefined {
    const pattern = new RegExp(
      `^${name}(?:\\s*:[^=\\n]+)?\\s*=\\s*((?:[[({][^\\])}]*[\\])}])|[^\\n]*)`,
      'm',
    );
    for (const [file, text] of this.#files) {
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) return { file, text: found };
    }
    return undefined;
  }

  /** A folder of the project, or an absolute one; undefined when it is not set or computed in another way. */
  folder(name: string): string | undefined {
    const expression = this.expression(name);
    return expression === undefined ? undefined : this.#toPath(expression.text);
  }

  sqliteFile(): string | undefined {
    const text = this.#files.map(([, each]) => each).join('\n');
    const name =
      /["']ENGINE["']\s*:\s*["']django\.db\.backends\.sqlite3["'][^}]*?["']NAME["']\s*:\s*([^\n]+?),?\s*\n/.exec(
        text,
      )?.[1];
    return name === undefined ? undefined : this.#toPath(name);
  }

  #toPath(text: string): string | undefined {
    const parts = [...text.matchAll(/["']([^"']+)["']/g)].map(([, part = '']) => part);
    const joined = parts.join('/').replace(/\/+$/, '');
    if (/environ|getenv|env\(|config\(|\bf["']|\{|\.\./.test(text) || joined === '')
      return undefined;
    if (/^r?["'][^"']*["']$/.test(text.trim())) return joined;
    const variable = /^(?:str\(\s*)?(?:os\.path\.join\(\s*)?(?:str\(\s*)?(\w+)/.exec(
      text.trim(),
    )?.[1];
    const base = variable === undefined ? undefined : this.#baseFolder(variable);
    return base === undefined ? undefined : below(base, joined);
  }

  /** `BASE_DIR = Path(__file__).resolve().parent.parent`, from where the file lies. */
  #baseFolder(variable: string): string | undefined {
    const expression = this.expression(variable);
    if (expression?.text.includes('__file__') !== true) return undefined;
    const { file, text } = expression;
    const index = /\.parents\[(\d+)\]/.exec(text)?.[1];
    const up =
      index === undefined ? [...text.matchAll(/\.parent\b|dirname\(/g)].length : Number(index) + 1;
    const parts = file.split('/');
    return up < 1 || parts.length < up ? undefined : parts.slice(0, parts.length - up).join('/');
  }

  required(): Environment {
    const found = new Map<string, string>();
    const calls =
      /(\bos\.environ\[|\bos\.environ\.get\(|\bgetenv\(|\benv(?:\.(\w+))?\(|\bconfig\()\s*["']([A-Z][A-Z0-9_]*)["']([^)\]\n]*)/g;
    for (const [, text] of this.#files) {
      for (const [, call = '', type = '', name = '', rest = ''] of text.matchAll(calls)) {
        const isOptional = /environ\.get|getenv/.test(call)
          ? !name.endsWith('SECRET_KEY') || rest.includes(',')
          : /\bdefault\b/.test(rest);
        const cast = type === '' ? (/cast\s*=\s*(\w+)/.exec(rest)?.[1] ?? '') : type;
        if (!isOptional && !found.has(name)) found.set(name, standIn(name, cast));
      }
    }
    return [...found].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  urls(): string | undefined {
    return /["']([\w.]+)["']/.exec(this.expression('ROOT_URLCONF')?.text ?? '')?.[1];
  }
}

/** A value with which settings can be loaded; nothing is connected to while static files are collected. */
function standIn(name: string, type: string): string {
  if (/^(?:int|float|bool)$/.test(type)) return '0';
  if (name === 'DATABASE_URL' || type === 'db') return 'sqlite://:memory:';
  if (/REDIS|CELERY|BROKER|CACHE/.test(name)) return 'redis://127.0.0.1';
  if (/_UR[LI]$|_DSN$/.test(name)) return 'http://127.0.0.1';
  return 'only-for-the-build';
}

function findHealth(
  context: BuildContext,
  root: string,
  reader: SettingsReader,
): DjangoProject['health'] {
  return findMiddlewareHealth(context, root, reader) ?? findUrlHealth(context, root, reader);
}

/** The first middleware answers before hosts are looked at, and before anything is redirected. */
function findMiddlewareHealth(
  context: BuildContext,
  root: string,
  reader: SettingsReader,
): DjangoProject['health'] {
  const first = /["']([\w.]+)\.\w+["']/.exec(reader.expression('MIDDLEWARE')?.text ?? '')?.[1];
  const source = first === undefined ? undefined : findSource(context, root, first);
  if (source === undefined) return undefined;
  const [file, text] = source;
  const pattern = new RegExp(
    `\\.path(?:_info)?\\s*(?:==|in)\\s*[[({]?\\s*["'](/(?:${healthNames.join('|')})/?)["']`,
  );
  const path = pattern.exec(text)?.[1];
  if (path === undefined) return undefined;
  const says = `The first middleware answers ${path}.`;
  return { path, isOpen: true, evidence: saidIn(context, file, pattern, says) };
}

function findUrlHealth(
  context: BuildContext,
  root: string,
  reader: SettingsReader,
): DjangoProject['health'] {
  const module = reader.urls();
  const source = module === undefined ? undefined : findSource(context, root, module);
  if (source === undefined) return undefined;
  const [file, text] = source;
  const pattern = new RegExp(`\\bpath\\(\\s*["']((?:${healthNames.join('|')})/?)["']`);
  const path = pattern.exec(text)?.[1];
  if (path === undefined) return undefined;
  const says = `The route /${path} is declared.`;
  return { path: `/${path}`, isOpen: false, evidence: saidIn(context, file, pattern, says) };
}
