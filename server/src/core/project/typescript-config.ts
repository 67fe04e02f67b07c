import { parse } from 'jsonc-parser';
import type { BuildContext } from './build-context';
import { parentFolder } from './install-inputs';
import { isRecord, parseObject } from './json-object';
import { below } from './node-package-manager';

/** What a `tsconfig.json` says about where compiled files go; paths are relative to the build context. */
export interface TypeScriptConfig {
  /** Folder of the output; undefined when files are written beside their sources. */
  readonly outDir: string | undefined;
  readonly rootDir: string | undefined;
  /** True when nothing is written. */
  readonly noEmit: boolean;
  /** Settings of the projects that `tsc --build` builds, too. */
  readonly references: readonly string[];
}

/**
 * Reads a `tsconfig.json` and what it extends inside the project.
 * Source: https://www.typescriptlang.org/tsconfig/#extends
 *
 * @returns undefined when it, or a file it extends, cannot be read
 */
export function readTypeScriptConfig(
  context: BuildContext,
  path: string,
): TypeScriptConfig | undefined {
  return context.fact(`typescript-config:${path}`, () => {
    const options = readOptions(context, path, 0);
    if (options === undefined) return undefined;
    const folder = parentFolder(path);
    const place = (name: string): string | undefined => {
      const option = options.get(name);
      if (typeof option?.value !== 'string') return undefined;
      const inConfig = /^\$\{configDir\}\/?(.*)$/.exec(option.value);
      return inConfig === null
        ? join(option.folder, option.value)
        : join(folder, inConfig[1] ?? '');
    };
    return {
      outDir: place('outDir'),
      rootDir: place('rootDir'),
      noEmit:
        options.get('noEmit')?.value === true || options.get('emitDeclarationOnly')?.value === true,
      references: referencesOf(context, path),
    };
  });
}

/** A reference names a file, or the folder of a `tsconfig.json`. */
function referencesOf(context: BuildContext, path: string): readonly string[] {
  const value: unknown = parse(context.text(path) ?? '', [], { allowTrailingComma: true });
  const listed: unknown = isRecord(value) ? value['references'] : undefined;
  if (!Array.isArray(listed)) return [];
  return (listed as readonly unknown[]).flatMap((each) => {
    const named = isRecord(each) && typeof each['path'] === 'string' ? each['path'] : undefined;
    const file = named === undefined ? undefined : join(parentFolder(path), named);
    if (file === undefined) return [];
    return [file.endsWith('.json') ? file : below(file, 'tsconfig.json')];
  });
}

interface Option {
  readonly value: unknown;
  /** Folder of the file that says it. */
  readonly folder: string;
}

function readOptions(
  context: BuildContext,
  path: string,
  depth: number,
): ReadonlyMap<string, Option> | undefined {
  const text = context.text(path);
  if (text === undefined || 8 < depth) return undefined;
  const value = parseObject(text, { allowTrailingComma: true });
  if (value === undefined) return undefined;
  const options = new Map<string, Option>();
  const parents = Array.isArray(value['extends'])
    ? value['extends']
    : [value['extends'] ?? []].flat();
  for (const parent of parents as readonly unknown[]) {
    if (typeof parent !== 'string') return undefined;
    // Packages with shared settings name no folder of the project.
    if (!parent.startsWith('.')) continue;
    const file = join(parentFolder(path), parent);
    const found = [file, `${file}.json`].find((each) => context.text(each ?? '') !== undefined);
    const inherited = found === undefined ? undefined : readOptions(context, found, depth + 1);
    if (inherited === undefined) return undefined;
    for (const [name, option] of inherited) options.set(name, option);
  }
  const own = isRecord(value['compilerOptions']) ? value['compilerOptions'] : {};
  for (const [name, each] of Object.entries(own)) {
    options.set(name, { value: each, folder: parentFolder(path) });
  }
  return options;
}

/** Joins a relative path to a folder of the context; undefined when it leads outside. */
function join(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of below(folder, path).split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return path.startsWith('/') ? undefined : parts.join('/');
}
