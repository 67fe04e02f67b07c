import type {
  PrepareRenameParams,
  Range,
  RenameParams,
  ServerCapabilities,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { ServerContext } from '../context';

/** Renames a stage or variable within the document. */
export function register({ connection, guard, upstream }: ServerContext): ServerCapabilities {
  connection.onPrepareRename(
    guard(
      { request: 'textDocument/prepareRename', fallback: null, dropStale: true },
      async ({ textDocument, position }: PrepareRenameParams): Promise<Range | null> =>
        (await upstream.ask(textDocument.uri, (service, text) =>
          service.prepareRename(text, position),
        )) ?? null,
    ),
  );
  connection.onRenameRequest(
    guard(
      { request: 'textDocument/rename', fallback: null, dropStale: true },
      async ({ textDocument, position, newName }: RenameParams): Promise<WorkspaceEdit | null> => {
        const edits = await upstream.ask(textDocument.uri, (service, text) =>
          service.computeRename(textDocument, text, position, newName),
        );
        return edits === undefined ? null : { changes: { [textDocument.uri]: edits } };
      },
    ),
  );
  return { renameProvider: { prepareProvider: true } };
}
