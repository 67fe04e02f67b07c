import type { DefinitionParams, Location, ServerCapabilities } from 'vscode-languageserver';
import type { ServerContext } from '../context';

/** From a stage or variable to where it is declared. */
export function register({ connection, guard, upstream }: ServerContext): ServerCapabilities {
  connection.onDefinition(
    guard(
      { request: 'textDocument/definition', fallback: null, dropStale: true },
      async ({ textDocument, position }: DefinitionParams): Promise<Location | null> =>
        (await upstream.ask(textDocument.uri, (service, text) =>
          service.computeDefinition(textDocument, text, position),
        )) ?? null,
    ),
  );
  return { definitionProvider: true };
}
