import { parse } from 'smol-toml';
import type { BuildContext } from './build-context';
import { readRequirement, type Requirement } from './requirements';

/** What a `pyproject.toml` or a `Pipfile` says; an absent part is an empty one. */
export interface PythonProject {
  /** Path in the build context. */
  readonly path: string;
  readonly name: string | undefined;
  /** The run-time dependencies, groups and extras left out. */
  readonly dependencies: readonly Requirement[];
  /** Programs the project installs: name and `module:function`. */
  readonly scripts: ReadonlyMap<string, string>;
  /** `poetry.core.masonry.api`, `hatchling.build`; undefined: none is named. */
  readonly buildBackend: string | undefined;
  /** True when installing the dependencies installs the project itself, too. */
  readonly installsItself: boolean;
}

/** Reads the `pyproject.toml` of a folder of the context; undefined when there is none that can be read. */
export function readPyproject(context: BuildContext, folder = ''): PythonProject | undefined {
  return read(context, folder, 'pyproject.toml', toPyproject);
}

/** Reads the `Pipfile` of a folder of the context; undefined when there is none that can be read. */
export function readPipfile(context: BuildContext, folder = ''): PythonProject | undefined {
  return read(context, folder, 'Pipfile', toPipfile);
}

type Table = Readonly<Record<string, unknown>>;

function read(
  context: BuildContext,
  folder: string,
  name: string,
  build: (path: string, table: Table) => PythonProject,
): PythonProject | undefined {
  const path = folder === '' || folder === '.' ? name : `${folder}/${name}`;
  return context.fact(`python-project:${path}`, () => {
    const text = context.text(path);
    if (text === undefined) return undefined;
    try {
      return build(path, parse(text.replace(/^\uFEFF/, '')));
    } catch {
      // Not TOML: what it says is not known.
      return undefined;
    }
  });
}

function toPyproject(path: string, table: Table): PythonProject {
  const project = tableOf(table['project']);
  const poetry = tableOf(tableOf(table['tool'])['poetry']);
  const uv = tableOf(tableOf(table['tool'])['uv']);
  const buildSystem = table['build-system'];
  const listed = Array.isArray(project['dependencies'])
    ? project['dependencies'].flatMap((each) => readRequirement(textOf(each) ?? '') ?? [])
    : toRequirements(poetry['dependencies']);
  const scripts = { ...tableOf(poetry['scripts']), ...tableOf(project['scripts']) };
  const isPackage = uv['package'] ?? poetry['package-mode'];
  return {
    path,
    name: textOf(project['name']) ?? textOf(poetry['name']),
    dependencies: listed,
    scripts: new Map(
      Object.entries(scripts).flatMap(([name, target]): [string, string][] => {
        const text = textOf(target);
        return text === undefined ? [] : [[name, text]];
      }),
    ),
    buildBackend: textOf(tableOf(buildSystem)['build-backend']),
    installsItself: isPackage === undefined ? buildSystem !== undefined : isPackage === true,
  };
}

function toPipfile(path: string, table: Table): PythonProject {
  return {
    path,
    name: undefined,
    dependencies: toRequirements(table['packages']),
    scripts: new Map(),
    buildBackend: undefined,
    installsItself: false,
  };
}

/** `name = "^1.2"` and `name = { version = "^1.2" }`; `python` is no dependency. */
function toRequirements(value: unknown): readonly Requirement[] {
  return Object.entries(tableOf(value)).flatMap(([name, each]) => {
    if (name === 'python') return [];
    const detail = tableOf(each);
    const version = textOf(each) ?? textOf(detail['version']) ?? '';
    const base = readRequirement(name);
    if (base === undefined) return [];
    const isUrl = ['git', 'url'].some((key) => detail[key] !== undefined);
    const kind = detail['path'] !== undefined || detail['file'] !== undefined ? 'path' : 'named';
    return [{ ...base, specifier: version === '*' ? '' : version, kind: isUrl ? 'url' : kind }];
  });
}

function tableOf(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Table)
    : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
