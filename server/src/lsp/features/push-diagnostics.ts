import type { Diagnostic, ServerCapabilities } from 'vscode-languageserver';
import type { ServerContext } from '../context';
import { toDiagnostic } from '../convert';
import type { CheckedDocument } from '../findings';
import { guardListener } from '../guard';

/** Pause after a change before the text is checked, so that typing does not pile up checks. */
const debounceMs = 100;

/** Diagnostics for clients that do not ask for them. */
export function register(context: ServerContext): ServerCapabilities {
  if (context.client.pullDiagnostics) return {};
  const { documents, connection } = context;
  documents.onDidChange(
    guardListener(context.guardHost, 'publishDiagnostics', async (uri: string) => {
      const version = documents.versionOf(uri);
      await context.host.wait(debounceMs);
      if (documents.versionOf(uri) === version) await publish(context, uri);
    }),
  );
  documents.onDidClose((uri) => {
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  return {};
}

/** Makes the client show fresh diagnostics of all documents, after settings have changed. */
export async function refreshDiagnostics(context: ServerContext): Promise<void> {
  if (!context.client.pullDiagnostics) {
    await Promise.all(context.documents.uris.map((uri) => publish(context, uri)));
  } else if (context.client.refreshDiagnostics) {
    await context.connection.languages.diagnostics.refresh();
  }
}

async function publish(context: ServerContext, uri: string): Promise<void> {
  const checked = await context.findings.check(uri);
  if (checked === undefined) return;
  const { version } = checked.document;
  const diagnostics = toDiagnostics(context, checked);
  await context.connection.sendDiagnostics({ uri, version, diagnostics });
}

export function toDiagnostics(context: ServerContext, checked: CheckedDocument): Diagnostic[] {
  const { document, result } = checked;
  const place = {
    uri: document.uri,
    lines: document.model.lines,
    relatedInformation: context.client.relatedInformation,
  };
  return result.findings.map((finding) => toDiagnostic(finding, place));
}
