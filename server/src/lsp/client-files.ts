import type { Connection } from 'vscode-languageserver';
import type { FolderEntry } from '../project-reader/file-source';
import {
  listFolderRequest,
  readFileRequest,
  type ListFolderParams,
  type ListFolderResult,
  type ReadFileParams,
  type ReadFileResult,
} from '../protocol/files';

/** Reads a file through the client; undefined when it has none or does not know the request. */
export async function readThroughClient(
  connection: Connection,
  uri: string,
): Promise<string | undefined> {
  const params: ReadFileParams = { uri };
  try {
    return (await connection.sendRequest<ReadFileResult>(readFileRequest, params)) ?? undefined;
  } catch {
    // A client of another editor does not know the request: then there is no such file for us.
    return undefined;
  }
}

/** Lists a folder through the client; undefined when it has none or does not know the request. */
export async function listThroughClient(
  connection: Connection,
  uri: string,
): Promise<readonly FolderEntry[] | undefined> {
  const params: ListFolderParams = { uri };
  try {
    return (await connection.sendRequest<ListFolderResult>(listFolderRequest, params)) ?? undefined;
  } catch {
    // As above: nothing is known of the folder then.
    return undefined;
  }
}
