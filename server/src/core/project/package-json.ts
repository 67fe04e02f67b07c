import type { BuildContext } from './build-context';
import { isRecord, parseObject, toText } from './json-object';

/** What a `package.json` says; an absent part is an empty one. */
export interface PackageJson {
  /** Path in the build context. */
  readonly path: string;
  readonly name: string | undefined;
  readonly main: string | undefined;
  readonly type: string | undefined;
  readonly packageManager: string | undefined;
  readonly scripts: Strings;
  readonly dependencies: Strings;
  readonly devDependencies: Strings;
  readonly optionalDependencies: Strings;
  readonly peerDependencies: Strings;
  readonly engines: Strings;
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
    main: toText(value['main']),
    type: toText(value['type']),
    packageManager: toText(value['packageManager']),
    scripts: toStrings(value['scripts']),
    dependencies: toStrings(value['dependencies']),
    devDependencies: toStrings(value['devDependencies']),
    optionalDependencies: toStrings(value['optionalDependencies']),
    peerDependencies: toStrings(value['peerDependencies']),
    engines: toStrings(value['engines']),
    workspaces: Array.isArray(workspaces) ? workspaces.flatMap((each) => toText(each) ?? []) : [],
  };
}

function toStrings(value: unknown): Strings {
  if (!isRecord(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, each]): [string, string][] =>
      typeof each === 'string' ? [[key, each]] : [],
    ),
  );
}
