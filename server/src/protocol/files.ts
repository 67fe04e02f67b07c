/** Sent by the server to read a file that only the client can reach (web, virtual workspaces). */
export const readFileRequest = 'ironhull/readFile';

export interface ReadFileParams {
  readonly uri: string;
}

/** The text of the file; null when there is none or it cannot be read. */
export type ReadFileResult = string | null;
