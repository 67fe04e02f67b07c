import { extensions, type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { clientId, clientName, startClient } from '../common/start-client';

/** Starts the extension on the desktop and in remote hosts: the server is a process of Node. */
export async function activate(context: ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/node/server.js');
  // It brings ShellCheck, which the server runs where the settings say so.
  const folder = extensions.getExtension('timonwong.shellcheck')?.extensionPath;
  const args = folder === undefined ? [] : [`--shellcheck-extension=${folder}`];
  const run = { module, transport: TransportKind.ipc, args };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  await startClient(
    context,
    (options) => new LanguageClient(clientId, clientName, { run, debug }, options),
  );
}
