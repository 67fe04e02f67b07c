/** An entry of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** For scripts, where the system of the host keeps it: whether the file may be executed. */
  readonly isExecutable?: boolean;
}

/** True for a file whose mode a host tells: shell scripts. */
export function hasMode(name: string): boolean {
  return /\.(?:ba)?sh$/.test(name);
}

/** How a host reaches files. Locations are what the host makes of them: paths, or URIs. */
export interface FileSource {
  /** The entries of a folder; undefined when there is none or it cannot be read. */
  readonly list: (folder: string) => Promise<readonly FolderEntry[] | undefined>;
  /** The text of a file; undefined when it is absent, too long, or no text. */
  readonly read: (file: string) => Promise<string | undefined>;
  /** The location of an entry of a folder. */
  readonly join: (folder: string, name: string) => string;
}
