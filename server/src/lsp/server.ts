import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  type Connection,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { configFileName } from './config-files';
import { createContext, type ServerContext } from './context';
import { Documents } from './documents';
import * as codeAction from './features/code-action';
import * as completion from './features/completion';
import * as definition from './features/definition';
import * as documentHighlight from './features/document-highlight';
import * as documentLink from './features/document-link';
import * as documentSymbol from './features/document-symbol';
import * as executeCommand from './features/execute-command';
import * as foldingRange from './features/folding-range';
import * as formatting from './features/formatting';
import * as hover from './features/hover';
import * as pullDiagnostics from './features/pull-diagnostics';
import * as pushDiagnostics from './features/push-diagnostics';
import * as rename from './features/rename';
import * as signatureHelp from './features/signature-help';
import { guardListener } from './guard';
import type { Host } from './host';
import { settingsSection } from './settings';
import { serverVersion } from './version';

const features = [
  pullDiagnostics,
  pushDiagnostics,
  codeAction,
  hover,
  executeCommand,
  completion,
  definition,
  documentHighlight,
  documentLink,
  documentSymbol,
  foldingRange,
  formatting,
  rename,
  signatureHelp,
];

/** Serves one client until it leaves; the same in Node and in a web worker. */
export function startServer(connection: Connection, host: Host): void {
  const documents = new Documents();
  connection.onInitialize((params): InitializeResult => {
    const context = createContext(connection, host, documents, params);
    const capabilities: ServerCapabilities = { textDocumentSync: TextDocumentSyncKind.Incremental };
    for (const feature of features) Object.assign(capabilities, feature.register(context));
    followSettings(context);
    return { capabilities, serverInfo: { name: 'ironhull', version: serverVersion } };
  });
  documents.listen(connection);
  connection.listen();
}

function followSettings(context: ServerContext): void {
  const { connection, guardHost, settings } = context;
  connection.onInitialized(
    guardListener(guardHost, 'initialized', () => registerWatchers(context)),
  );
  connection.onDidChangeConfiguration(
    guardListener(guardHost, 'workspace/didChangeConfiguration', async (params) => {
      // Typed any by the protocol; settings.ts checks what it reads of it.
      settings.changeEditorSettings(params.settings as unknown);
      await pushDiagnostics.refreshDiagnostics(context);
    }),
  );
  connection.onDidChangeWatchedFiles(
    guardListener(guardHost, 'workspace/didChangeWatchedFiles', async () => {
      await settings.changeFiles();
      await pushDiagnostics.refreshDiagnostics(context);
    }),
  );
}

async function registerWatchers({ connection, client, host }: ServerContext): Promise<void> {
  connection.console.info(`Ironhull ${serverVersion} runs; network: ${host.network}.`);
  if (client.watchConfiguration) {
    const section = settingsSection;
    await connection.client.register(DidChangeConfigurationNotification.type, { section });
  }
  if (client.watchFiles) {
    const watchers = [{ globPattern: `**/${configFileName}` }];
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
}
