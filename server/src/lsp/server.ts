import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { configFileGlob } from './config-files';
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
import { Projects } from './projects';
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
  let folders: readonly string[] = [];
  const projects: Projects = new Projects(
    host,
    () => folders,
    (uri) => documents.textOf(uri),
  );
  let settings: ServerContext['settings'] | undefined;
  const documents: Documents = new Documents(
    (uri) => projects.known(uri),
    (uri) => settings?.imagesOf(uri),
  );
  connection.onInitialize((params): InitializeResult => {
    folders = readFolders(params);
    const context = createContext(connection, host, { documents, projects }, params);
    ({ settings } = context);
    const capabilities: ServerCapabilities = {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    };
    for (const feature of features) Object.assign(capabilities, feature.register(context));
    followSettings(context);
    connection.onInitialized(
      guardListener(context.guardHost, 'initialized', async () => {
        followFolders(context, (change) => {
          folders = change(folders);
        });
        await registerWatchers(context);
      }),
    );
    projects.onDidChange(
      guardListener(context.guardHost, 'the files of a project', () =>
        pushDiagnostics.refreshDiagnostics(context),
      ),
    );
    context.shellcheck?.onDidChange(
      guardListener(context.guardHost, 'the findings of ShellCheck', () =>
        pushDiagnostics.refreshDiagnostics(context),
      ),
    );
    return { capabilities, serverInfo: { name: 'ironhull', version: serverVersion } };
  });
  documents.listen(connection);
  connection.listen();
}

/** Keeps up with folders that are opened and closed. */
function followFolders(
  { connection, client }: ServerContext,
  update: (change: (folders: readonly string[]) => readonly string[]) => void,
): void {
  if (client.raw.workspace?.workspaceFolders !== true) return;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = new Set(removed.map(toFolder));
    update((folders) => [...folders.filter((each) => !gone.has(each)), ...added.map(toFolder)]);
  });
}

/** The folders that are open, as URIs without a slash at the end. */
function readFolders({ workspaceFolders }: InitializeParams): readonly string[] {
  return (workspaceFolders ?? []).map(toFolder);
}

function toFolder({ uri }: WorkspaceFolder): string {
  return uri.replace(/\/$/, '');
}

function followSettings(context: ServerContext): void {
  const { connection, guardHost, settings } = context;
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
  const network = host.registry === 'closed' ? 'closed' : 'closed, unless registries are allowed';
  connection.console.info(`Ironhull ${serverVersion} runs; network: ${network}.`);
  if (client.watchConfiguration) {
    const section = settingsSection;
    await connection.client.register(DidChangeConfigurationNotification.type, { section });
  }
  if (client.watchFiles) {
    const watchers = [{ globPattern: configFileGlob }];
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
}
