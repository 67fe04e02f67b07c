import type { Connection } from 'vscode-languageserver';
import { readFileRequest, type ReadFileParams, type ReadFileResult } from '../protocol/files';

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
