import type {
  DocumentHighlight,
  DocumentHighlightParams,
  ServerCapabilities,
} from 'vscode-languageserver';
import type { ServerContext } from '../context';

/** The other uses of the stage or variable at the cursor. */
export function register({ connection, guard, upstream }: ServerContext): ServerCapabilities {
  connection.onDocumentHighlight(
    guard(
      { request: 'textDocument/documentHighlight', fallback: [], dropStale: true },
      async ({ textDocument, position }: DocumentHighlightParams): Promise<DocumentHighlight[]> =>
        (await upstream.ask(textDocument.uri, (service, text) =>
          service.computeHighlightRanges(text, position),
        )) ?? [],
    ),
  );
  return { documentHighlightProvider: true };
}
