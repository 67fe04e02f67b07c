import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The patterns of one `.gitignore` and the folder they are relative to. */
interface IgnoreLayer {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** The `.gitignore` files that count in a folder, the outermost first. */
export type IgnoreLayers = readonly IgnoreLayer[];

// Git compares names as the file system does by default.
const ignorecase = process.platform === 'win32' || process.platform === 'darwin';

/** The layers that reach a folder from the repository around it, its own left out. */
export function layersAbove(folder: string): IgnoreLayers {
  const above: string[] = [];
  let current = path.resolve(folder);
  while (!existsSync(path.join(current, '.git'))) {
    const parent = path.dirname(current);
    if (parent === current) return [];
    above.unshift(parent);
    current = parent;
  }
  return above.reduce<IgnoreLayers>(enterFolder, []);
}

/**
 * The layers inside a folder. A layer that excludes the folder itself does not count there: the folder
 * is visited because the user named it or because an inner layer includes it again.
 */
export function enterFolder(layers: IgnoreLayers, folder: string): IgnoreLayers {
  const kept = layers.filter((layer) => !testLayer(layer, folder, true).ignored);
  const text = readText(path.join(folder, '.gitignore'));
  if (text === undefined) return kept;
  const patterns = ignore({ ignorecase }).add(text.replace(/^\uFEFF/, ''));
  return [...kept, { folder: path.resolve(folder), patterns }];
}

/** True when the innermost layer that knows the path excludes it. */
export function isIgnored(layers: IgnoreLayers, file: string, isFolder: boolean): boolean {
  for (const layer of layers.toReversed()) {
    const { ignored, unignored } = testLayer(layer, file, isFolder);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function testLayer(
  layer: IgnoreLayer,
  file: string,
  isFolder: boolean,
): { readonly ignored: boolean; readonly unignored: boolean } {
  const relative = path.relative(layer.folder, path.resolve(file)).split(path.sep).join('/');
  return layer.patterns.test(isFolder ? `${relative}/` : relative);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
