import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { listFolder } from '../disk/read-disk';
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
    return await listFolder(fileURLToPath(uri));
  } catch {
    // No path of this machine, as a URI of another one is.
    return undefined;
  }
}
