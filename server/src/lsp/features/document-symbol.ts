import type {
  DocumentSymbolParams,
  ServerCapabilities,
  SymbolInformation,
} from 'vscode-languageserver';
import type { ServerContext } from '../context';

/** The instructions of the document, for the outline. */
export function register({ connection, guard, upstream }: ServerContext): ServerCapabilities {
  connection.onDocumentSymbol(
    guard(
      { request: 'textDocument/documentSymbol', fallback: [], dropStale: true },
      async ({ textDocument }: DocumentSymbolParams): Promise<SymbolInformation[]> =>
        (await upstream.ask(textDocument.uri, (service, text) =>
          service.computeSymbols(textDocument, text),
        )) ?? [],
    ),
  );
  return { documentSymbolProvider: true };
}
