import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The text of a local file; undefined when there is none or it cannot be read. */
export async function readLocalFile(uri: string): Promise<string | undefined> {
  try {
    return await readFile(fileURLToPath(uri), 'utf8');
  } catch {
    // Absent and unreadable are one to the server: no configuration from there.
    return undefined;
  }
}
