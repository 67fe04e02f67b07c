import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FolderEntry } from '../project-reader/file-source';

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
    const entries = await readdir(fileURLToPath(uri), { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  } catch {
    // As above: nothing is known of the folder then.
    return undefined;
  }
}
