import type { ServerCapabilities, SignatureHelp, SignatureHelpParams } from 'vscode-languageserver';
import type { ServerContext } from '../context';

/** The forms of the instruction at the cursor. */
export function register({ connection, guard, upstream }: ServerContext): ServerCapabilities {
  connection.onSignatureHelp(
    guard(
      { request: 'textDocument/signatureHelp', fallback: null, dropStale: true },
      async ({ textDocument, position }: SignatureHelpParams): Promise<SignatureHelp | null> =>
        (await upstream.ask(textDocument.uri, (service, text) =>
          service.computeSignatureHelp(text, position),
        )) ?? null,
    ),
  );
  return {
    signatureHelpProvider: {
      triggerCharacters: ['-', '[', ',', '"', ' ', '='],
    },
  };
}
