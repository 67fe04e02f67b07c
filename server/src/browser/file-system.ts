import type { Connection } from 'vscode-languageserver';
import { readThroughClient } from '../lsp/client-files';

/** A worker has no files of its own: the client reads them, wherever they lie. */
export function createFileReader(
  connection: Connection,
): (uri: string) => Promise<string | undefined> {
  return (uri) => readThroughClient(connection, uri);
}
