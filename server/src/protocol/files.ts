/** Sent by the server to read a file that only the client can reach (web, virtual workspaces). */
export const readFileRequest = 'ironhull/readFile';

export interface ReadFileParams {
  readonly uri: string;
}

/** The text of the file; null when there is none or it cannot be read. */
export type ReadFileResult = string | null;

/** Sent by the server to list a folder that only the client can reach. */
export const listFolderRequest = 'ironhull/listFolder';

export interface ListFolderParams {
  readonly uri: string;
}

/** The entries of the folder; null when there is none or it cannot be read. */
export type ListFolderResult =
  readonly { readonly name: string; readonly isFolder: boolean }[] | null;
