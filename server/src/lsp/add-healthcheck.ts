import { MessageType, type CancellationToken } from 'vscode-languageserver';
import { collectActions } from '../core/service';
import type { ServerContext } from './context';
import { toWorkspaceEdit } from './edits';
import { showMessage } from './show-message';

const id = 'add-healthcheck';
const label = 'Ironhull: add a health check';

/** Adds a health check wherever the cursor is; false, and told why, when none can be added. */
export async function addHealthcheck(
  context: ServerContext,
  uri: string,
  token: CancellationToken,
): Promise<boolean> {
  const { connection, documents, host, settings } = context;
  const { active } = await settings.settingsFor(uri);
  await context.projects.get(uri);
  const document = documents.find(uri);
  if (document === undefined || token.isCancellationRequested) return false;
  const { model } = document;
  const everything = { start: 0, end: model.text.length };
  const action = collectActions(model, everything, active, host.today(), []).find(
    ({ assist }) => assist?.id === id,
  );
  if (action === undefined || action.disabled !== undefined) {
    const reason = action?.disabled ?? 'There is one already, or no port is exposed.';
    showMessage(connection, MessageType.Info, `No health check was added. ${reason}`);
    return false;
  }
  const edit = toWorkspaceEdit(context.client, document, action);
  return (await connection.workspace.applyEdit({ label, edit })).applied;
}
