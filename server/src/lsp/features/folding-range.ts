import type { FoldingRange, FoldingRangeParams, ServerCapabilities } from 'vscode-languageserver';
import type { ServerContext } from '../context';

/** Instructions of several lines and runs of comments. */
export function register({ connection, guard, upstream }: ServerContext): ServerCapabilities {
  connection.onFoldingRanges(
    guard(
      { request: 'textDocument/foldingRange', fallback: [], dropStale: true },
      async ({ textDocument }: FoldingRangeParams): Promise<FoldingRange[]> =>
        (await upstream.ask(textDocument.uri, (service, text) =>
          service.computeFoldingRanges(text),
        )) ?? [],
    ),
  );
  return { foldingRangeProvider: true };
}
