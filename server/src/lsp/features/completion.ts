import type { CompletionItem, CompletionParams, ServerCapabilities } from 'vscode-languageserver';
import type { ServerContext } from '../context';

/** Instructions, flags, variables and stages; never tags of images, which would need the network. */
export function register(context: ServerContext): ServerCapabilities {
  const { connection, upstream } = context;
  connection.onCompletion(
    context.guard(
      { request: 'textDocument/completion', fallback: [], dropStale: true },
      async ({ textDocument, position }: CompletionParams): Promise<CompletionItem[]> =>
        (await upstream.ask(textDocument.uri, (service, text) =>
          service.computeCompletionItems(text, position),
        )) ?? [],
    ),
  );
  connection.onCompletionResolve((item) => upstream.resolveCompletion(item));
  return {
    completionProvider: { triggerCharacters: ['=', ' ', '$', '-'], resolveProvider: true },
  };
}
