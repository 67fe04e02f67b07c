import type { BuildContext } from './build-context';
import { isRecord, parseObject, toText } from './json-object';

/** What a `package.json` says; an absent part is an empty one. */
export interface PackageJson {
  /** Path in the build context. */
  readonly path: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** SPDX expression, as it is written. */
  readonly licence: string | undefined;
  /** Address of the repository, as it is written. */
  readonly repository: string | undefined;
  readonly main: string | undefined;
  readonly type: string | undefined;
  readonly packageManager: string | undefined;
  readonly scripts: Strings;
  readonly dependencies: Strings;
  readonly devDependencies: Strings;
  readonly optionalDependencies: Strings;
  readonly peerDependencies: Strings;
  readonly engines: Strings;
  /** Entry for bundlers; Bun starts it. */
  readonly module: string | undefined;
  /** Address at which the site will be found, as it is written. */
  readonly homepage: string | undefined;
  /** Range of Node.js that `devEngines` or `volta` names, where `engines` names none. */
  readonly developmentNode: string | undefined;
  /** Patterns of the folders of a workspace. */
  readonly workspaces: readonly string[];
}

type Strings = ReadonlyMap<string, string>;

/** Reads the `package.json` of a folder of the context; undefined when there is none that can be read. */
export function readPackageJson(context: BuildContext, folder = ''): PackageJson | undefined {
  const path = folder === '' || folder === '.' ? 'package.json' : `${folder}/package.json`;
  return context.fact(`package-json:${path}`, () => {
    const text = context.text(path);
    return text === undefined ? undefined : parsePackageJson(path, text);
  });
}

function parsePackageJson(path: string, text: string): PackageJson | undefined {
  const value = parseObject(text);
  if (value === undefined) return undefined;
  const workspaces = isRecord(value['workspaces'])
    ? value['workspaces']['packages']
    : value['workspaces'];
  return {
    path,
    name: toText(value['name']),
    description: toText(value['description']),
    licence: toText(value['license']),
    repository: toText(
      isRecord(value['repository']) ? value['repository']['url'] : value['repository'],
    ),
    main: toText(value['main']),
    type: toText(value['type']),
    packageManager: toText(value['packageManager']),
    scripts: toStrings(value['scripts']),
    dependencies: toStrings(value['dependencies']),
    devDependencies: toStrings(value['devDependencies']),
    optionalDependencies: toStrings(value['optionalDependencies']),
    peerDependencies: toStrings(value['peerDependencies']),
    engines: toStrings(value['engines']),
    module: toText(value['module']),
    homepage: toText(value['homepage']),
    developmentNode: readDevelopmentNode(value),
    workspaces: Array.isArray(workspaces) ? workspaces.flatMap((each) => toText(each) ?? []) : [],
  };
}

/** Sources: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#devengines and https://docs.volta.sh */
function readDevelopmentNode(value: Readonly<Record<string, unknown>>): string | undefined {
  const engines = isRecord(value['devEngines']) ? value['devEngines']['runtime'] : undefined;
  const listed: readonly unknown[] = Array.isArray(engines) ? engines : [engines];
  const node = listed.find((each) => isRecord(each) && each['name'] === 'node');
  const named = isRecord(node) ? toText(node['version']) : undefined;
  return named ?? (isRecord(value['volta']) ? toText(value['volta']['node']) : undefined);
}

function toStrings(value: unknown): Strings {
  if (!isRecord(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, each]): [string, string][] =>
      typeof each === 'string' ? [[key, each]] : [],
    ),
  );
}
