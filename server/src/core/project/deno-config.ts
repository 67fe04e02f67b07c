import { parse } from 'jsonc-parser';
import type { BuildContext } from './build-context';
import { isRecord, toText } from './json-object';
import { below } from './node-package-manager';

/** What a `deno.json` says; an absent part is an empty one. */
export interface DenoConfig {
  /** Path in the build context. */
  readonly path: string;
  readonly name: string | undefined;
  readonly tasks: ReadonlyMap<string, string>;
  readonly imports: ReadonlyMap<string, string>;
  readonly workspace: readonly string[];
  /** True when packages lie in `node_modules` of the project. */
  readonly usesNodeModules: boolean;
}

/** The `deno.json` or `deno.jsonc` of a folder: its path, where there is one. */
export function findDenoConfig(context: BuildContext, folder: string): string | undefined {
  return ['deno.json', 'deno.jsonc']
    .map((name) => below(folder, name))
    .find((path) => context.has(path) === 'yes');
}

/** Reads the `deno.json` of a folder; undefined when there is none that can be read. Source: https://docs.deno.com/runtime/fundamentals/configuration/ */
export function readDenoConfig(context: BuildContext, folder: string): DenoConfig | undefined {
  const path = findDenoConfig(context, folder);
  const text = path === undefined ? undefined : context.text(path);
  if (path === undefined || text === undefined) return undefined;
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  if (!isRecord(value)) return undefined;
  const { workspace } = value;
  const members: unknown = isRecord(workspace) ? workspace['members'] : workspace;
  const modules = value['nodeModulesDir'];
  return {
    path,
    name: toText(value['name']),
    tasks: toTexts(value['tasks'], 'command'),
    imports: toTexts(value['imports'], ''),
    workspace: Array.isArray(members) ? members.flatMap((each) => toText(each) ?? []) : [],
    usesNodeModules: modules === true || modules === 'auto' || modules === 'manual',
  };
}

/** A task is a text, or an object that has it. */
function toTexts(value: unknown, member: string): ReadonlyMap<string, string> {
  if (!isRecord(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, each]): [string, string][] => {
      const text = toText(isRecord(each) ? each[member] : each);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}
