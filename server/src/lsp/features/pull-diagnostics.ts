import { DocumentDiagnosticReportKind, type ServerCapabilities } from 'vscode-languageserver';
import type { ServerContext } from '../context';
import { diagnosticSource } from '../convert';
import { toDiagnostics } from './push-diagnostics';

/** Diagnostics for clients that ask for them. */
export function register(context: ServerContext): ServerCapabilities {
  if (!context.client.pullDiagnostics) return {};
  context.connection.languages.diagnostics.on(
    context.guard(
      {
        request: 'textDocument/diagnostic',
        fallback: { kind: DocumentDiagnosticReportKind.Full, items: [] },
        dropStale: false,
      },
      async ({ textDocument }, token) => {
        const checked = await context.findings.check(textDocument.uri, token);
        const items = checked === undefined ? [] : toDiagnostics(context, checked);
        return { kind: DocumentDiagnosticReportKind.Full, items };
      },
    ),
  );
  return {
    diagnosticProvider: {
      identifier: diagnosticSource,
      interFileDependencies: false,
      workspaceDiagnostics: false,
    },
  };
}
