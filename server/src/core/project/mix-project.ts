import type { BuildContext } from './build-context';
import { below } from './node-package-manager';

/** What a `mix.exs` says, as far as it is written out. */
export interface MixProject {
  /** Path in the build context. */
  readonly path: string;
  /** `parcels` of `app: :parcels`. */
  readonly app: string | undefined;
  /** `~> 1.18`, a constraint on the version of Elixir. */
  readonly elixir: string | undefined;
  readonly dependencies: ReadonlySet<string>;
  /** Folders of dependencies that are parts of the project, as they are written. */
  readonly localDependencies: readonly string[];
  /** True for a project that holds others and has no code of its own. */
  readonly isUmbrella: boolean;
  /** Names of releases; empty: there is one, of the name of the application. */
  readonly releases: readonly string[];
  /** What stands behind each alias, by its name. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Folders with code, those that only tests have left out. */
  readonly codeFolders: readonly string[];
}

/** Reads the `mix.exs` of a folder of the context; undefined when there is none that can be read. */
export function readMixProject(context: BuildContext, folder = ''): MixProject | undefined {
  const path = below(folder, 'mix.exs');
  return context.fact(`mix-project:${path}`, () => {
    const text = context.text(path);
    return text === undefined ? undefined : parseMixProject(path, text);
  });
}

function parseMixProject(path: string, written: string): MixProject {
  const text = written.replace(/^\s*#.*$/gm, '').replace(/\s#\s.*$/gm, '');
  const dependencies = [...text.matchAll(/\{:(\w+),\s*([^{}]*)\}/g)];
  const paths = /elixirc_paths\(_\w*\)(?:,\s*do:|\s+do)\s*\[([^\]]*)\]/.exec(text)?.[1];
  return {
    path,
    app: /\bapp:\s*:(\w+)/.exec(text)?.[1],
    elixir: /\belixir:\s*"([^"]+)"/.exec(text)?.[1],
    dependencies: new Set(dependencies.map(([, name = '']) => name)),
    localDependencies: dependencies.flatMap(
      ([, , options = '']) => /\bpath:\s*"([^"]+)"/.exec(options)?.[1] ?? [],
    ),
    isUmbrella: /\bapps_path:/.test(text),
    releases: findReleases(text),
    aliases: new Map(
      [...text.matchAll(/"?([\w.]+)"?:\s*\[([^[\]]*)\]/g)].map(
        ([, name = '', body = '']) => [name, body.trim()] as const,
      ),
    ),
    codeFolders:
      paths === undefined
        ? ['lib']
        : [...paths.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
  };
}

/** Keys of `releases: [...]`, or of the list that the function of that name returns. */
function findReleases(text: string): readonly string[] {
  const start = /\breleases:\s*\[|\bdefp?\s+releases(?:\(\))?\s+do\s*\[/.exec(text);
  if (start === null) return [];
  const names: string[] = [];
  let depth = 1;
  const rest = text.slice(start.index + start[0].length);
  for (const match of rest.matchAll(/[[\]{}()]|(\w+):/g)) {
    if (match[1] !== undefined) {
      if (depth === 1) names.push(match[1]);
    } else {
      depth += /[[{(]/.test(match[0]) ? 1 : -1;
      if (depth === 0) break;
    }
  }
  return names;
}
