import * as vscode from 'vscode';
import { State, type BaseLanguageClient, type LanguageClientOptions } from 'vscode-languageclient';
import {
  listFolderRequest,
  readFileRequest,
  type ListFolderParams,
  type ReadFileParams,
} from '../../../server/src/protocol/files';
import { pickRequest, type PickParams } from '../../../server/src/protocol/generate';
import { registerCommands } from './commands';
import { reviewHardening } from './harden';
import { listFolder } from './list-folder';
import { pick } from './pick';
import { readFile } from './read-file';
import { createStatus } from './status';

export const clientId = 'ironhull';
export const clientName = 'Ironhull';

/** Starts a server and everything around it; what differs between hosts is how a client is made. */
export async function startClient(
  context: vscode.ExtensionContext,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<BaseLanguageClient> {
  const output = vscode.window.createOutputChannel(clientName, { log: true });
  const trace = vscode.window.createOutputChannel(`${clientName} Trace`, { log: true });
  const client = createClient({
    documentSelector: [{ language: 'dockerfile' }],
    outputChannel: output,
    traceOutputChannel: trace,
    middleware: { workspace: { handleApplyEdit: reviewHardening } },
  });
  const status = createStatus(client);
  client.onRequest(readFileRequest, ({ uri }: ReadFileParams) => readFile(uri));
  client.onRequest(listFolderRequest, ({ uri }: ListFolderParams) => listFolder(uri));
  client.onRequest(pickRequest, (params: PickParams) => pick(params));
  context.subscriptions.push(output, trace, status, ...registerCommands(client, output));
  context.subscriptions.push({
    dispose: () => {
      if (client.state !== State.Stopped) void client.stop();
    },
  });
  await client.start();
  return client;
}
