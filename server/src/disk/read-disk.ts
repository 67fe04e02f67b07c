import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { hasMode, type FolderEntry } from '../project-reader/file-source';

/** The entries of a folder, given as a path; undefined when there is none or it cannot be read. */
export async function listFolder(folder: string): Promise<readonly FolderEntry[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return await Promise.all(
      entries.map(async (entry) => {
        const { name } = entry;
        if (entry.isDirectory()) return { name, isFolder: true };
        const isKnown = hasMode(name) && process.platform !== 'win32' && entry.isFile();
        if (!isKnown) return { name, isFolder: false };
        const { mode } = await stat(path.join(folder, name));
        return { name, isFolder: false, isExecutable: (mode & 0o111) !== 0 };
      }),
    );
  } catch {
    // Absent or closed to us: then nothing is known of it.
    return undefined;
  }
}

/** The text of a file, given as a path; undefined when there is none, it cannot be read, or it is no text in UTF-8. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(file);
    return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}
