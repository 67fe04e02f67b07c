import { collectNamedSources, type DockerfileModel } from '../core/service';
import type { FileSource, FolderEntry } from './file-source';

/**
 * The folder that is the build context of a Dockerfile: the nearest of the candidates that has most of what
 * the file copies by name.
 *
 * @param candidates the folder of the Dockerfile first, then those above it
 * @returns undefined when the file copies by name and no candidate has any of it
 */
export async function findContext(
  source: FileSource,
  model: DockerfileModel,
  candidates: readonly string[],
): Promise<string | undefined> {
  const named = collectNamedSources(model);
  let best: { readonly folder: string; readonly found: number } | undefined;
  for (const folder of candidates) {
    const results = await Promise.all(
      named.map((each) => exists(source, folder, each.segments.length, each.fits)),
    );
    const found = results.filter(Boolean).length;
    if (best === undefined || best.found < found) best = { folder, found };
    if (found === named.length) break;
  }
  return named.length !== 0 && best?.found === 0 ? undefined : best?.folder;
}

/** Looks for a path segment by segment. */
async function exists(
  source: FileSource,
  folder: string,
  depth: number,
  fits: (index: number, name: string) => boolean,
): Promise<boolean> {
  let folders: readonly string[] = [folder];
  for (let index = 0; index < depth; index++) {
    const matches: { readonly folder: string; readonly entry: FolderEntry }[] = [];
    for (const each of folders) {
      const entries = (await source.list(each)) ?? [];
      for (const entry of entries) {
        if (fits(index, entry.name)) matches.push({ folder: each, entry });
      }
    }
    if (matches.length === 0) return false;
    folders = matches
      .filter(({ entry }) => entry.isFolder)
      .map((match) => source.join(match.folder, match.entry.name));
  }
  return true;
}
