import * as vscode from 'vscode';
import { State, type BaseLanguageClient } from 'vscode-languageclient';

/** The entry in the language status of a Dockerfile: whether the server runs, and which. */
export function createStatus(client: BaseLanguageClient): vscode.Disposable {
  const status = vscode.languages.createLanguageStatusItem('ironhull.status', {
    language: 'dockerfile',
  });
  status.name = 'Ironhull';
  const show = (state: State): void => {
    const version = client.initializeResult?.serverInfo?.version ?? '';
    status.text = `Ironhull ${version}`.trimEnd();
    status.busy = state === State.Starting;
    const stopped = state !== State.Running && state !== State.Starting;
    status.detail = stopped ? 'stopped' : state === State.Starting ? 'starting' : 'running';
    status.severity = stopped
      ? vscode.LanguageStatusSeverity.Error
      : vscode.LanguageStatusSeverity.Information;
    status.command = stopped
      ? { command: 'ironhull.restartServer', title: 'Restart' }
      : { command: 'ironhull.showOutput', title: 'Output' };
  };
  show(State.Starting);
  return vscode.Disposable.from(
    status,
    client.onDidChangeState(({ newState }) => {
      show(newState);
    }),
  );
}
