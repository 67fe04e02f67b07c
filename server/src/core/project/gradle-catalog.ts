import { parse } from 'smol-toml';
import type { BuildContext } from './build-context';
import { isRecord } from './json-object';

/** What a version catalog of Gradle (`gradle/libs.versions.toml`) names. */
export interface VersionCatalog {
  /** `group:name` by alias, as {@link toAlias} writes it. */
  readonly libraries: ReadonlyMap<string, string>;
  readonly plugins: ReadonlyMap<string, CatalogPlugin>;
}

export interface CatalogPlugin {
  readonly id: string;
  /** Undefined when a range or nothing is named. */
  readonly version: string | undefined;
}

/** `spring-boot`, `spring_boot` and `spring.boot` are the same alias. */
export function toAlias(name: string): string {
  return name.replace(/[-_]/g, '.').toLowerCase();
}

/**
 * Reads the version catalog of a build; an empty one when there is none that can be read.
 *
 * @param prefix folder of the build, with `/` at the end, `''` for the root
 */
export function readVersionCatalog(context: BuildContext, prefix: string): VersionCatalog {
  return context.fact(`gradle-catalog:${prefix}`, () => {
    const root = parseCatalog(context.text(`${prefix}gradle/libs.versions.toml`) ?? '');
    const versions = tableOf(root['versions']);
    const versionOf = (entry: Table): string | undefined => {
      const { version } = entry;
      if (typeof version === 'string') return version;
      const name = tableOf(version)['ref'];
      const found = typeof name === 'string' ? versions[name] : undefined;
      return typeof found === 'string' ? found : undefined;
    };
    return {
      libraries: new Map(
        Object.entries(tableOf(root['libraries'])).flatMap(([alias, entry]): [string, string][] => {
          const name = libraryOf(entry);
          return name === undefined ? [] : [[toAlias(alias), name]];
        }),
      ),
      plugins: new Map(
        Object.entries(tableOf(root['plugins'])).flatMap(
          ([alias, entry]): [string, CatalogPlugin][] => {
            if (typeof entry === 'string') {
              const [id = '', version] = entry.split(':');
              return [[toAlias(alias), { id, version }]];
            }
            const table = tableOf(entry);
            const { id } = table;
            return typeof id === 'string'
              ? [[toAlias(alias), { id, version: versionOf(table) }]]
              : [];
          },
        ),
      ),
    };
  });
}

type Table = Readonly<Record<string, unknown>>;

function parseCatalog(text: string): Table {
  try {
    return tableOf(parse(text));
  } catch {
    // Not TOML: what it says is not known.
    return {};
  }
}

function tableOf(value: unknown): Table {
  return isRecord(value) ? value : {};
}

/** `group:name` of `"group:name:version"`, of `{ module = … }` and of `{ group = …, name = … }`. */
function libraryOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry.split(':').slice(0, 2).join(':');
  const { module, group, name } = tableOf(entry);
  if (typeof module === 'string') return module;
  return typeof group === 'string' && typeof name === 'string' ? `${group}:${name}` : undefined;
}
