import type { DocumentFormattingParams, ServerCapabilities, TextEdit } from 'vscode-languageserver';
import { keepMeaning, LineIndex } from '../../core/service';
import type { ServerContext } from '../context';
import { toRange, toSpan } from '../convert';

/** Indents continued lines and leaves everything else as it is; a line that would mean something else then, too. */
export function register({ connection, guard, upstream }: ServerContext): ServerCapabilities {
  connection.onDocumentFormatting(
    guard(
      { request: 'textDocument/formatting', fallback: [], dropStale: true },
      async ({ textDocument, options }: DocumentFormattingParams): Promise<TextEdit[]> =>
        (await upstream.ask(textDocument.uri, (service, text) => {
          const lines = new LineIndex(text);
          const edits = service
            .format(text, options)
            .map(({ range, newText }) => ({ span: toSpan(lines, range), text: newText }));
          return keepMeaning(text, edits).map((edit) => ({
            range: toRange(lines, edit.span),
            newText: edit.text,
          }));
        })) ?? [],
    ),
  );
  return { documentFormattingProvider: true };
}
