import { Uri, type ExtensionContext } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { clientId, clientName, startClient } from '../common/start-client';

/** Starts the extension in VS Code for the Web: the server is a worker, a new one for each start. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/browser/server.js').toString(true);
  await startClient(
    context,
    (options) =>
      new LanguageClient(clientId, clientName, () => Promise.resolve(connect(script)), options),
  );
}

/** VS Code replaces `Worker`, so the client's own `instanceof` check does not know one. */
function connect(script: string): MessageTransports {
  const worker = new Worker(script);
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}
