import * as vscode from 'vscode';
import { ExecuteCommandRequest, type BaseLanguageClient } from 'vscode-languageclient';
import type { DocumentCommandArgument } from '../../../server/src/protocol/commands';

/** Runs a command of the server on the Dockerfile in the active editor; null, and said so, without one. */
export async function askServer(client: BaseLanguageClient, command: string): Promise<unknown> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'dockerfile') {
    void vscode.window.showInformationMessage('Open a Dockerfile first.');
    return null;
  }
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const argument: DocumentCommandArgument = { uri };
  return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] });
}
