import {
  compareByWorth,
  isClosedFolder,
  readingLimits,
  wantsText,
  type ProjectFiles,
} from '../core/service';
import type { FileSource } from './file-source';

/** Files read at the same time. */
const readersAtOnce = 16;

/**
 * Lists a build context and reads the files that tell how the project is built, within
 * {@link readingLimits}.
 *
 * @param dockerfile path of the Dockerfile, relative to the folder
 * @returns undefined when the folder cannot be listed
 */
export async function readProject(
  source: FileSource,
  folder: string,
  dockerfile: string,
): Promise<ProjectFiles | undefined> {
  const listing = await listFiles(source, folder);
  if (listing === undefined) return undefined;
  const wanted = [...listing.files.keys()].filter(wantsText).sort(compareByWorth);
  const texts = await readTexts(source, wanted, listing.files);
  const { paths, complete, plainScripts } = listing;
  return { paths, complete, texts, dockerfile, plainScripts };
}

interface Listing {
  /** Every path; closed folders end with `/`. */
  readonly paths: readonly string[];
  /** Locations of the files by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly complete: boolean;
  readonly plainScripts: ReadonlySet<string>;
}

/** Walks the folder, breadth first, so that a limit cuts off what lies deepest. */
async function listFiles(source: FileSource, top: string): Promise<Listing | undefined> {
  const files = new Map<string, string>();
  const closed: string[] = [];
  const plainScripts = new Set<string>();
  let complete = true;
  let level: readonly { readonly location: string; readonly path: string }[] = [
    { location: top, path: '' },
  ];
  while (level.length !== 0 && complete) {
    const below: { location: string; path: string }[] = [];
    const listings = await Promise.all(level.map(({ location }) => source.list(location)));
    for (const [index, entries] of listings.entries()) {
      const { location = top, path = '' } = level[index] ?? {};
      if (entries === undefined && path === '') return undefined;
      if (entries === undefined) complete = false;
      for (const { name, isFolder, isExecutable } of entries ?? []) {
        const entryPath = path === '' ? name : `${path}/${name}`;
        if (isExecutable === false) plainScripts.add(entryPath);
        if (!isFolder) files.set(entryPath, source.join(location, name));
        else if (isClosedFolder(name)) closed.push(`${entryPath}/`);
        else below.push({ location: source.join(location, name), path: entryPath });
      }
    }
    if (readingLimits.paths < files.size + below.length) complete = false;
    level = below;
  }
  return { paths: [...files.keys(), ...closed].sort(), files, complete, plainScripts };
}

async function readTexts(
  source: FileSource,
  wanted: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  let length = 0;
  const chosen = wanted.slice(0, readingLimits.texts);
  for (let start = 0; start < chosen.length; start += readersAtOnce) {
    if (readingLimits.lengthOfAllTexts < length) break;
    const part = chosen.slice(start, start + readersAtOnce);
    const read = await Promise.all(part.map((path) => source.read(files.get(path) ?? '')));
    for (const [index, text] of read.entries()) {
      const path = part[index];
      if (path === undefined || text === undefined || readingLimits.lengthOfText < text.length) {
        continue;
      }
      texts.set(path, text);
      length += text.length;
    }
  }
  return texts;
}
