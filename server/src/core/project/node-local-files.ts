import { parse } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import type { BuildContext } from './build-context';
import { isVisibleFile, resolveBelow } from './install-inputs';
import { isRecord, parseObject } from './json-object';

/** Parts of `package.json` and `pnpm-workspace.yaml` whose values say where a package comes from. */
const sections = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'resolutions',
  'overrides',
  'patchedDependencies',
  'catalog',
  'catalogs',
  'pnpm',
];

/**
 * Files of the project that a manifest of packages names: archives and patches.
 *
 * @param path of a `package.json` or `pnpm-workspace.yaml`
 * @returns a sentence when it names a folder, or something that cannot be read
 */
export function findLocalFiles(
  context: BuildContext,
  folder: string,
  path: string,
): readonly string[] | string {
  const text = context.text(path);
  const value = text === undefined ? undefined : readObject(path, text);
  if (value === undefined) return `${path} cannot be read.`;
  if (text?.includes('"injected"') === true) return `${path} has packages of the workspace copied.`;
  const files: string[] = [];
  for (const [section, key, target] of collectTargets(value)) {
    const local = section.endsWith('patchedDependencies') ? target : localPath(target);
    if (local === undefined) continue;
    const file = resolveBelow(folder, local);
    if (file === undefined || !isVisibleFile(context, file)) {
      return `${path}: "${key}" is "${target}", which lies in the project.`;
    }
    files.push(file);
  }
  return files;
}

type Target = readonly [section: string, key: string, value: string];

function collectTargets(value: Readonly<Record<string, unknown>>): readonly Target[] {
  return sections.flatMap((section) => descend(section, section, value[section]));
}

function descend(section: string, key: string, value: unknown): readonly Target[] {
  if (typeof value === 'string') return [[section, key, value]];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    descend(isRecord(each) ? `${section}.${name}` : section, name, each),
  );
}

/**
 * The path that a dependency means; undefined for a registry, a repository, or a package of the workspace.
 * Sources: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies and
 * https://yarnpkg.com/protocols
 */
function localPath(target: string): string | undefined {
  const patch = /^patch:.*#(?:optional!)?(?:~\/)?([^&]*?)(?:::.*)?$/.exec(target)?.[1];
  if (patch !== undefined) return patch.startsWith('~builtin') ? undefined : patch;
  const local = /^(?:file|link|portal|exec):(.*)$/.exec(target)?.[1];
  if (local !== undefined) return local;
  return /^(?:\.{1,2}\/|\/|~\/)/.test(target) ? target : undefined;
}

function readObject(path: string, text: string): Readonly<Record<string, unknown>> | undefined {
  if (!path.endsWith('.json')) {
    try {
      const value: unknown = parseYaml(text);
      return isRecord(value) ? value : {};
    } catch {
      // Not YAML: what it says is not known.
      return undefined;
    }
  }
  return parseObject(text);
}

/** True when a `package.json` has a member whose name is one of some. */
export function hasMember(text: string, names: readonly string[]): boolean {
  const value: unknown = parse(text.replace(/^\uFEFF/, ''));
  return isRecord(value) && names.some((name) => value[name] !== undefined);
}
