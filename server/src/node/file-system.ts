import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasMode, type FolderEntry } from '../project-reader/file-source';

/** The text of a local file; undefined when there is none or it cannot be read. */
export async function readLocalFile(uri: string): Promise<string | undefined> {
  try {
    return await readFile(fileURLToPath(uri), 'utf8');
  } catch {
    // Absent and unreadable are one to the server: no configuration from there.
    return undefined;
  }
}

/** The entries of a local folder; undefined when there is none or it cannot be read. */
export async function listLocalFolder(uri: string): Promise<readonly FolderEntry[] | undefined> {
  try {
    const folder = fileURLToPath(uri);
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
    // As above: nothing is known of the folder then.
    return undefined;
  }
}
