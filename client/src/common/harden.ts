import * as vscode from 'vscode';
import {
  TextDocumentEdit,
  type ApplyWorkspaceEditParams,
  type BaseLanguageClient,
  type ChangeAnnotation,
  type WorkspaceEdit,
  type WorkspaceMiddleware,
} from 'vscode-languageclient';
import * as protocol from '../../../server/src/protocol/commands';
import { askServer } from './ask-server';

/** Asks the server for the plan, which VS Code shows for review; tells what has come of it. */
export async function harden(
  client: BaseLanguageClient,
  output: vscode.LogOutputChannel,
): Promise<void> {
  // The protocol does not type what a command answers; our own protocol does.
  const result = (await askServer(client, protocol.serverCommands.harden)) as protocol.HardenResult;
  if (result === null || result.outcome === 'declined') return;
  const { message, details } = result;
  output.info([message, ...details].join('\n  '));
  const buttons = details.length === 0 ? [] : ['Details'];
  void vscode.window.showInformationMessage(message, ...buttons).then((chosen) => {
    if (chosen !== undefined) output.show();
  });
}

/**
 * VS Code opens the review when an edit needs confirmation, but unticks all such edits. So only an edit that
 * changes nothing needs it, and every step comes ticked.
 */
export const reviewHardening: NonNullable<WorkspaceMiddleware['handleApplyEdit']> = async (
  params,
  next,
) => {
  if (params.label !== protocol.hardenLabel) return next(params, cancellation.token);
  const answer = Promise.resolve(next({ ...params, edit: tickSteps(params) }, cancellation.token));
  let isOpen = true;
  void showSteps(() => isOpen);
  return answer.finally(() => (isOpen = false));
};

const cancellation = new vscode.CancellationTokenSource();

function tickSteps({ edit }: ApplyWorkspaceEditParams): WorkspaceEdit {
  const { documentChanges = [], changeAnnotations = {} } = edit;
  const ticked: Record<string, ChangeAnnotation> = {};
  for (const [id, annotation] of Object.entries(changeAnnotations)) {
    ticked[id] = { ...annotation, needsConfirmation: false };
  }
  const start = { line: 0, character: 0 };
  const nothing = { range: { start, end: start }, newText: '', annotationId: 'review' };
  const first = documentChanges.find((change) => TextDocumentEdit.is(change));
  return {
    documentChanges: documentChanges.map((change) =>
      change === first ? { ...first, edits: [nothing, ...first.edits] } : change,
    ),
    changeAnnotations: {
      ...ticked,
      review: {
        label: 'Untick the steps you do not want, then apply',
        description: 'This entry changes nothing.',
        needsConfirmation: true,
      },
    },
  };
}

/** Switches the review from a list of places to one of steps; it opens a moment later. */
async function showSteps(isOpen: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (isOpen()) await vscode.commands.executeCommand('refactorPreview.groupByType');
  }
}
