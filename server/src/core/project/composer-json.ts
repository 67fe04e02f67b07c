import type { BuildContext } from './build-context';
import { isRecord, parseObject, toText } from './json-object';

/** What a `composer.json` says; an absent part is an empty one. */
export interface ComposerJson {
  /** Path in the build context. */
  readonly path: string;
  /** `acme/parcels`. */
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** SPDX expression; undefined where several are named. */
  readonly licence: string | undefined;
  /** Versions of PHP, as Composer writes constraints. */
  readonly php: string | undefined;
  /** The version of PHP that packages are chosen for: `8.4.1`. */
  readonly platformPhp: string | undefined;
  /** Packages, the platform (`php`, `ext-*`) left out. */
  readonly packages: readonly string[];
  /** `ext-intl` without `ext-`. */
  readonly extensions: readonly string[];
  /** Names of scripts and events: `post-install-cmd`. */
  readonly scripts: readonly string[];
  /** Folder of the packages, relative to the file. */
  readonly vendorFolder: string;
  /** Folder of the programs that packages bring. */
  readonly programFolder: string;
}

/** Reads the `composer.json` of a folder of the context; undefined when there is none that can be read. */
export function readComposerJson(context: BuildContext, folder = ''): ComposerJson | undefined {
  const path = folder === '' || folder === '.' ? 'composer.json' : `${folder}/composer.json`;
  return context.fact(`composer-json:${path}`, () => {
    const text = context.text(path);
    return text === undefined ? undefined : parseComposerJson(path, text);
  });
}

function parseComposerJson(path: string, text: string): ComposerJson | undefined {
  const value = parseObject(text);
  if (value === undefined) return undefined;
  const required = keysOf(value['require']);
  const config = isRecord(value['config']) ? value['config'] : {};
  const platform = isRecord(config['platform']) ? config['platform'] : {};
  const vendorFolder = toText(config['vendor-dir']) ?? 'vendor';
  return {
    path,
    name: toText(value['name']),
    description: toText(value['description']),
    licence: toText(value['license']),
    php: isRecord(value['require']) ? toText(value['require']['php']) : undefined,
    platformPhp: toText(platform['php']),
    packages: required.filter((name) => name.includes('/')),
    extensions: required.flatMap((name) => /^ext-(.+)$/.exec(name)?.[1] ?? []),
    scripts: keysOf(value['scripts']),
    vendorFolder,
    programFolder: toText(config['bin-dir']) ?? `${vendorFolder}/bin`,
  };
}

function keysOf(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}
