import { parse } from 'smol-toml';
import type { BuildContext } from './build-context';
import { readRequirement, toPackageName, type Requirement } from './requirements';

/** What a `pyproject.toml` or a `Pipfile` says; an absent part is an empty one. */
export interface PythonProject {
  /** Path in the build context. */
  readonly path: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** SPDX expression. */
  readonly licence: string | undefined;
  /** Address of the repository, of those under which a project lists it. */
  readonly repository: string | undefined;
  /** Files besides the sources that the build of the project reads: its page for the index, licences it names. */
  readonly buildFiles: readonly string[];
  /** True when the build asks Git for the version of the project, which no build context has. */
  readonly versionedByGit: boolean;
  /** Versions of Python it allows, as the file writes them: `>=3.12`, `^3.12`, `3.13`. */
  readonly python: string | undefined;
  /** The run-time dependencies, groups and extras left out. */
  readonly dependencies: readonly Requirement[];
  /** Programs the project installs: name and `module:function`. */
  readonly scripts: ReadonlyMap<string, string>;
  /** `poetry.core.masonry.api`, `hatchling.build`; undefined: none is named. */
  readonly buildBackend: string | undefined;
  /** True when installing the dependencies installs the project itself, too. */
  readonly installsItself: boolean;
  /** What `fastapi run` serves: `app.main:app`, of `[tool.fastapi]`. */
  readonly entrypoint: string | undefined;
  /** Addresses of package indexes besides PyPI. */
  readonly indexes: readonly string[];
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
    ? textsOf(project['dependencies']).flatMap((each) => readRequirement(each) ?? [])
    : toRequirements(poetry['dependencies']);
  const scripts = { ...tableOf(poetry['scripts']), ...tableOf(project['scripts']) };
  const isPackage = uv['package'] ?? poetry['package-mode'];
  const poetryPython = tableOf(poetry['dependencies'])['python'];
  return {
    path,
    name: textOf(project['name']) ?? textOf(poetry['name']),
    description: textOf(project['description']) ?? textOf(poetry['description']),
    licence: textOf(project['license']) ?? textOf(poetry['license']),
    repository: findRepository(tableOf(project['urls'])) ?? textOf(poetry['repository']),
    buildFiles: [
      project['readme'],
      tableOf(project['readme'])['file'],
      poetry['readme'],
      tableOf(project['license'])['file'],
      ...listOf(project['license-files']),
    ].flatMap((file) => textOf(file) ?? []),
    versionedByGit: textsOf(tableOf(buildSystem)['requires']).some((each) =>
      /vcs|setuptools[-_]scm|dynamic-versioning|versioningit|versioneer/i.test(each),
    ),
    python: textOf(project['requires-python']) ?? textOf(poetryPython),
    entrypoint: textOf(tableOf(tableOf(table['tool'])['fastapi'])['entrypoint']),
    indexes: [...addressesOf(uv['index']), ...addressesOf(poetry['source'])],
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

function findRepository(urls: Table): string | undefined {
  const found = Object.entries(urls).find(([name]) =>
    /^(?:repository|source(?: code)?|github|code)$/i.test(name),
  );
  return textOf(found?.[1]);
}

/** The addresses of a list of package indexes, PyPI left out. */
function addressesOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((row) => {
    const url = textOf(tableOf(row)['url']);
    return url === undefined || url.startsWith('https://pypi.org/') ? [] : [url];
  });
}

function toPipfile(path: string, table: Table): PythonProject {
  const requires = tableOf(table['requires']);
  return {
    path,
    name: undefined,
    description: undefined,
    licence: undefined,
    repository: undefined,
    buildFiles: [],
    versionedByGit: false,
    python: textOf(requires['python_full_version']) ?? textOf(requires['python_version']),
    entrypoint: undefined,
    indexes: addressesOf(table['source']),
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
    return [
      {
        ...base,
        specifier: version === '*' ? '' : version,
        kind: isUrl ? 'url' : kind,
        extras: textsOf(detail['extras']).map(toPackageName),
      },
    ];
  });
}

function tableOf(value: unknown): Table {
  return isTable(value) ? value : {};
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
