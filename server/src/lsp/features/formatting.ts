import type { DocumentFormattingParams, ServerCapabilities, TextEdit } from 'vscode-languageserver';
import type { ServerContext } from '../context';

/** Indents continued lines and leaves everything else as it is. */
export function register({ connection, guard, upstream }: ServerContext): ServerCapabilities {
  connection.onDocumentFormatting(
    guard(
      { request: 'textDocument/formatting', fallback: [], dropStale: true },
      async ({ textDocument, options }: DocumentFormattingParams): Promise<TextEdit[]> =>
        (await upstream.ask(textDocument.uri, (service, text) => service.format(text, options))) ??
        [],
    ),
  );
  return { documentFormattingProvider: true };
}
