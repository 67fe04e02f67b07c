import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where ShellCheck may be. */
export interface ProgramPlaces {
  /** A path that a person has set: then no other place counts. */
  readonly set?: string | undefined;
  /** The folder of the extension "ShellCheck" (timonwong.shellcheck), which brings programs for many machines. */
  readonly extension?: string | undefined;
}

const fileName = process.platform === 'win32' ? 'shellcheck.exe' : 'shellcheck';

/**
 * The absolute path of ShellCheck: that which is set, or else the first in PATH, or else that of the extension.
 * Relative entries of PATH do not count: a project must not bring the program.
 */
export async function findShellcheck({
  set,
  extension,
}: ProgramPlaces): Promise<string | undefined> {
  if (set !== undefined) return (await isProgram(set)) ? set : undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = folders.map((folder) => path.join(folder, fileName));
  if (extension !== undefined) {
    // Its layout, general knowledge (November 2026): names of platform and processor as Node has them.
    const { platform, arch } = process;
    candidates.push(path.join(extension, 'binaries', platform, arch, fileName));
  }
  for (const candidate of candidates) if (await isProgram(candidate)) return candidate;
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  if (!path.isAbsolute(file)) return false;
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    // Absent, or not for us: the next place is tried.
    return false;
  }
}
