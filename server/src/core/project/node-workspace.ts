import { parse } from 'yaml';
import type { BuildContext } from './build-context';
import { below } from './node-package-manager';
import { readPackageJson } from './package-json';
import { compilePattern } from './path-pattern';

/** Packages that a root folder installs together. */
export interface NodeWorkspace {
  /** Folders of the members, relative to the context, sorted. */
  readonly members: readonly string[];
  /** The file that names them. */
  readonly source: string;
}

/**
 * The members of the npm, Yarn or pnpm workspace whose root is a folder of the context.
 * Sources: https://docs.npmjs.com/cli/v11/using-npm/workspaces and https://pnpm.io/pnpm-workspace_yaml
 *
 * @returns undefined when the folder is no root of a workspace
 */
export function readNodeWorkspace(context: BuildContext, folder = ''): NodeWorkspace | undefined {
  return context.fact(`node-workspace:${folder}`, () => {
    const pnpmFile = below(folder, 'pnpm-workspace.yaml');
    const manifest = readPackageJson(context, folder);
    const pnpm = readPnpmPatterns(context.text(pnpmFile));
    const patterns = pnpm ?? manifest?.workspaces ?? [];
    if (patterns.length === 0) return undefined;
    const source = pnpm === undefined ? below(folder, 'package.json') : pnpmFile;
    return { members: expand(context, folder, patterns), source };
  });
}

function readPnpmPatterns(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('packages' in value)) return undefined;
  const { packages } = value;
  return Array.isArray(packages)
    ? packages.filter((each): each is string => typeof each === 'string')
    : undefined;
}

/** Folders with a `package.json` that the patterns name and no pattern with `!` takes away. */
function expand(
  context: BuildContext,
  folder: string,
  patterns: readonly string[],
): readonly string[] {
  const tests = patterns.map((pattern) => {
    const excludes = pattern.startsWith('!');
    const plain = pattern.replace(/^!?(?:\.\/)?/, '').replace(/\/+$/, '');
    return { excludes, test: compilePattern(below(folder, plain)) };
  });
  return context.visiblePaths
    .flatMap((path) => (path.endsWith('/package.json') ? [path.slice(0, -13)] : []))
    .filter((member) => {
      const matching = tests.filter(({ test }) => test?.test(member) === true);
      return 0 < matching.length && matching.every(({ excludes }) => !excludes);
    })
    .sort();
}
