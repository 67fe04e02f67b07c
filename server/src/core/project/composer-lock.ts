import type { BuildContext } from './build-context';
import { isRecord, parseObject } from './json-object';
import { below } from './node-package-manager';

/** What a `composer.lock` says of production. */
export interface ComposerLock {
  /** Path in the build context. */
  readonly path: string;
  /** Packages with their versions, those that only development has left out. */
  readonly packages: ReadonlyMap<string, string>;
  /** What the packages need: `ext-intl` without `ext-`. */
  readonly extensions: readonly string[];
}

/** Reads the `composer.lock` of a folder of the context; undefined when there is none that can be read. */
export function readComposerLock(context: BuildContext, folder = ''): ComposerLock | undefined {
  const path = below(folder, 'composer.lock');
  return context.fact(`composer-lock:${path}`, () => {
    const value = parseObject(context.text(path) ?? '');
    if (value === undefined) return undefined;
    const listed = value['packages'];
    const packages = Array.isArray(listed) ? listed.filter(isRecord) : [];
    return {
      path,
      packages: new Map(
        packages.flatMap(({ name, version }) =>
          typeof name === 'string' && typeof version === 'string' ? [[name, version] as const] : [],
        ),
      ),
      extensions: [
        ...new Set(
          packages.flatMap((each) =>
            isRecord(each['require'])
              ? Object.keys(each['require']).flatMap((name) => /^ext-(.+)$/.exec(name)?.[1] ?? [])
              : [],
          ),
        ),
      ].sort(),
    };
  });
}
