import * as vscode from 'vscode';
import { ExecuteCommandRequest, type BaseLanguageClient } from 'vscode-languageclient';
import {
  serverCommands,
  type DocumentCommandArgument,
  type ExplainModelResult,
} from '../../../server/src/protocol/commands';

/** The commands of the palette; all of them forward. */
export function registerCommands(
  client: BaseLanguageClient,
  output: vscode.LogOutputChannel,
): readonly vscode.Disposable[] {
  return [
    vscode.commands.registerCommand('ironhull.restartServer', () => restart(client)),
    vscode.commands.registerCommand('ironhull.showOutput', () => {
      output.show();
    }),
    vscode.commands.registerCommand('ironhull.fixAll', () =>
      vscode.commands.executeCommand('editor.action.codeAction', {
        kind: vscode.CodeActionKind.SourceFixAll.append('ironhull').value,
        apply: 'first',
      }),
    ),
    vscode.commands.registerCommand('ironhull.explainModel', () => explainModel(client)),
  ];
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.isRunning()) await client.stop();
  await client.start();
}

async function explainModel(client: BaseLanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'dockerfile') {
    void vscode.window.showInformationMessage('Open a Dockerfile first.');
    return;
  }
  const argument: DocumentCommandArgument = {
    uri: client.code2ProtocolConverter.asUri(document.uri),
  };
  // The protocol does not type what a command answers; our own protocol does.
  const content = (await client.sendRequest(ExecuteCommandRequest.type, {
    command: serverCommands.explainModel,
    arguments: [argument],
  })) as ExplainModelResult;
  if (content === null) return;
  const facts = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
  await vscode.window.showTextDocument(facts, vscode.ViewColumn.Beside);
}
