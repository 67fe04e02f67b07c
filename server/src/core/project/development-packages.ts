import { parse } from 'smol-toml';
import type { BuildContext } from './build-context';
import { readGemfile } from './gemfile';
import { isRecord, parseObject } from './json-object';
import { below } from './node-package-manager';

/** What an install brings for development besides what the program needs. */
export interface DevelopmentPackages {
  readonly names: readonly string[];
  /** Of Bundler: the groups they are in. */
  readonly groups: readonly string[];
}

/**
 * The packages that a manifest keeps for development and that its manager installs unless it is told not to.
 *
 * Sources: https://getcomposer.org/doc/04-schema.md#require-dev,
 * https://bundler.io/guides/groups.html, https://docs.astral.sh/uv/concepts/projects/dependencies/#default-groups,
 * https://python-poetry.org/docs/managing-dependencies/#dependency-groups
 *
 * @returns undefined when the manifest is not known, or computes what it holds
 */
export function readDevelopmentPackages(
  context: BuildContext,
  folder: string,
  manager: string,
): DevelopmentPackages | undefined {
  switch (manager) {
    case 'composer':
      return readComposer(context, folder);
    case 'bundler':
      return readBundler(context, folder);
    case 'uv':
    case 'poetry':
      return readPyproject(context, folder, manager);
    default:
      return undefined;
  }
}

function readComposer(context: BuildContext, folder: string): DevelopmentPackages | undefined {
  const text = context.text(below(folder, 'composer.json'));
  const manifest = text === undefined ? undefined : parseObject(text);
  if (manifest === undefined) return undefined;
  return {
    names: keysOf(manifest['require-dev']).filter((name) => name.includes('/')),
    groups: [],
  };
}

const developmentGroups = new Set(['development', 'test', 'dev', 'ci', 'lint']);

function readBundler(context: BuildContext, folder: string): DevelopmentPackages | undefined {
  const gemfile = readGemfile(context, folder);
  if (gemfile?.complete !== true || context.has(below(folder, '.bundle/config')) !== 'no') {
    return undefined;
  }
  const gems = gemfile.gems.filter(({ groups }) =>
    groups.every((group) => developmentGroups.has(group)),
  );
  return {
    names: gems.map(({ name }) => name),
    groups: [...new Set(gems.flatMap(({ groups }) => groups))].sort(),
  };
}

function readPyproject(
  context: BuildContext,
  folder: string,
  manager: 'uv' | 'poetry',
): DevelopmentPackages | undefined {
  const text = context.text(below(folder, 'pyproject.toml'));
  const project = text === undefined ? undefined : parseTables(text);
  const tool = tableOf(project, 'tool');
  if (project === undefined) return undefined;
  if (manager === 'uv') {
    const uv = tableOf(tool, 'uv');
    if (uv?.['default-groups'] !== undefined) return undefined;
    const groups = tableOf(project, 'dependency-groups')?.['dev'];
    return {
      names: [...requirementsOf(groups), ...requirementsOf(uv?.['dev-dependencies'])],
      groups: [],
    };
  }
  const poetry = tableOf(tool, 'poetry');
  const dev = tableOf(tableOf(poetry, 'group'), 'dev');
  if (dev?.['optional'] === true) return undefined;
  const names = [...keysOf(dev?.['dependencies']), ...keysOf(poetry?.['dev-dependencies'])];
  return { names, groups: [] };
}

type Table = Readonly<Record<string, unknown>>;

function parseTables(text: string): Table | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function tableOf(table: Table | undefined, key: string): Table | undefined {
  const value = table?.[key];
  return isRecord(value) ? value : undefined;
}

function keysOf(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

function requirementsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  const items: readonly unknown[] = value;
  return items.flatMap((item) =>
    typeof item === 'string' ? (/^[\w.-]+/.exec(item)?.[0] ?? []) : [],
  );
}
