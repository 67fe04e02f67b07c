import type { DocumentLink, DocumentLinkParams, ServerCapabilities } from 'vscode-languageserver';
import type { ServerContext } from '../context';

/** From an image to its page; the client opens it only when it is clicked. */
export function register({ connection, guard, upstream }: ServerContext): ServerCapabilities {
  connection.onDocumentLinks(
    guard(
      { request: 'textDocument/documentLink', fallback: [], dropStale: true },
      async ({ textDocument }: DocumentLinkParams): Promise<DocumentLink[]> =>
        (await upstream.ask(textDocument.uri, (service, text) =>
          service.computeLinks(text).map((link) => service.resolveLink(link)),
        )) ?? [],
    ),
  );
  return { documentLinkProvider: {} };
}
