import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isCompanion, readingLimits } from '../core/service';

/**
 * Texts of the files beside an image that its score depends on: those of the build context, and the settings of CI
 * in the folders above it, up to the repository. Keys are paths relative to the folder they were found from.
 *
 * @param context folder of the build context
 * @param paths its files
 */
export function readCompanions(
  context: string,
  paths: readonly string[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const add = (folder: string, name: string): void => {
    const text = texts.has(name) ? undefined : readText(path.join(folder, name));
    if (text !== undefined) texts.set(name, text);
  };
  for (const name of paths.filter(isCompanion)) add(context, name);
  for (const folder of foldersAbove(context)) {
    for (const name of listSettings(folder)) add(folder, name);
  }
  return texts;
}

/** The folders above one, up to that of the repository; none outside of a repository. */
function foldersAbove(folder: string): readonly string[] {
  const above: string[] = [];
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    above.push(at);
    if (existsSync(path.join(at, '.git'))) return above;
    if (path.dirname(at) === at) return [];
  }
}

function listSettings(folder: string): readonly string[] {
  const inFolders = ['.github', '.github/workflows'].flatMap((place) =>
    listFiles(path.join(folder, place)).map((name) => `${place}/${name}`),
  );
  const own = listFiles(folder).filter((name) => /^(?:\.renovaterc|renovate\.json)/.test(name));
  return [...inFolders, ...own].filter(isCompanion);
}

function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}

/** Undefined for what is too long or cannot be read: it counts as absent. */
function readText(file: string): string | undefined {
  try {
    if (readingLimits.lengthOfText < statSync(file).size) return undefined;
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
