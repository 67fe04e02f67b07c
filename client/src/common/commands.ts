import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { serverCommands, type ExplainModelResult } from '../../../server/src/protocol/commands';
import { askServer } from './ask-server';
import { generate } from './generate';
import { harden } from './harden';

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
    vscode.commands.registerCommand('ironhull.addHealthcheck', () =>
      askServer(client, serverCommands.addHealthcheck),
    ),
    vscode.commands.registerCommand('ironhull.pinBaseDigests', () =>
      askServer(client, serverCommands.pinBaseDigests),
    ),
    vscode.commands.registerCommand('ironhull.harden', () => harden(client, output)),
    ...[...generators].map(([command, parts]) =>
      vscode.commands.registerCommand(command, (place?: vscode.Uri) =>
        generate(client, parts, place),
      ),
    ),
  ];
}

/** What each command asks for; the other parts are offered too. */
const generators: ReadonlyMap<string, readonly string[]> = new Map([
  ['ironhull.generate', ['compose']],
  ['ironhull.generateCompose', ['compose']],
  ['ironhull.generateKubernetes', ['kubernetes']],
  ['ironhull.generateWorkflow', ['workflow', 'updates']],
  ['ironhull.generateIgnoreFile', ['dockerignore']],
]);

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.isRunning()) await client.stop();
  await client.start();
}

async function explainModel(client: BaseLanguageClient): Promise<void> {
  // The protocol does not type what a command answers; our own protocol does.
  const content = (await askServer(client, serverCommands.explainModel)) as ExplainModelResult;
  if (content === null) return;
  const facts = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
  await vscode.window.showTextDocument(facts, vscode.ViewColumn.Beside);
}
