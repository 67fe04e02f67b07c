import * as vscode from 'vscode';
import { ExecuteCommandRequest, type BaseLanguageClient } from 'vscode-languageclient';
import { generateCommand, type GenerateArgument } from '../../../server/src/protocol/generate';

/** Asks the server to generate files for a folder: the one clicked on, that of the editor, or one of the workspace. */
export async function generate(
  client: BaseLanguageClient,
  parts: readonly string[],
  place: vscode.Uri | undefined,
): Promise<void> {
  const folder = place === undefined ? await findFolder() : await toFolder(place);
  if (folder === undefined) {
    void vscode.window.showInformationMessage('Open the folder of a project first.');
    return;
  }
  const uri = client.code2ProtocolConverter.asUri(folder);
  const argument: GenerateArgument = { uri, parts };
  const title = 'Ironhull looks at the project';
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    client.sendRequest(ExecuteCommandRequest.type, {
      command: generateCommand,
      arguments: [argument],
    }),
  );
}

async function toFolder(place: vscode.Uri): Promise<vscode.Uri> {
  const { type } = await vscode.workspace.fs.stat(place);
  return type === vscode.FileType.Directory ? place : vscode.Uri.joinPath(place, '..');
}

async function findFolder(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active && vscode.workspace.getWorkspaceFolder(active);
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (own !== undefined || folders.length < 2) return (own ?? folders[0])?.uri;
  return (await vscode.window.showWorkspaceFolderPick())?.uri;
}
