import type { BuildContext } from './build-context';
import { below } from './node-package-manager';

/** What a `Gemfile.lock` says. */
export interface GemfileLock {
  /** Path in the build context. */
  readonly path: string;
  /** Every gem with its version, those that other gems bring included. */
  readonly gems: ReadonlyMap<string, string>;
  /** `ruby`, `x86_64-linux`, `arm64-darwin-24`. */
  readonly platforms: readonly string[];
  /** `3.4.7`, where the `Gemfile` asks for a version. */
  readonly ruby: string | undefined;
  /** `2.7.1`, the Bundler that wrote the file. */
  readonly bundler: string | undefined;
}

/** Reads the `Gemfile.lock` of a folder of the context; undefined when there is none that can be read. */
export function readGemfileLock(context: BuildContext, folder = ''): GemfileLock | undefined {
  const path = below(folder, 'Gemfile.lock');
  return context.fact(`gemfile-lock:${path}`, () => {
    const text = context.text(path);
    return text === undefined ? undefined : parseLock(path, text);
  });
}

function parseLock(path: string, text: string): GemfileLock {
  const specified = [...text.matchAll(/^ {4}([\w.-]+) \(([^)]+)\)\r?$/gm)];
  const platforms = /^PLATFORMS\r?\n((?:[ \t]+\S+\r?\n?)*)/m.exec(text)?.[1] ?? '';
  return {
    path,
    // `1.18.9-x86_64-linux-gnu` is the version for a platform.
    gems: new Map(
      specified.map(([, name = '', version = '']) => [name, version.replace(/-.*$/, '')] as const),
    ),
    platforms: platforms.split(/\s+/).filter((word) => word !== ''),
    ruby: /^RUBY VERSION\r?\n\s+ruby (\d+\.\d+\.\d+)/m.exec(text)?.[1],
    bundler: /^BUNDLED WITH\r?\n\s+(\d+(?:\.\d+)*)/m.exec(text)?.[1],
  };
}
