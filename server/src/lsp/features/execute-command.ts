import type {
  CancellationToken,
  ExecuteCommandParams,
  ServerCapabilities,
} from 'vscode-languageserver';
import { describeModel } from '../../core/service';
import {
  serverCommands,
  type ExplainModelResult,
  type HardenResult,
} from '../../protocol/commands';
import { generateCommand } from '../../protocol/generate';
import type { ServerContext } from '../context';
import { addHealthcheck } from '../add-healthcheck';
import { toWorkspaceEdit } from '../edits';
import { findFixAllEdit } from '../fix-all';
import { generateFiles } from '../generate';
import { hardenDocument } from '../harden';
import { pinBaseDigests } from '../pin-digests';

type CommandResult = ExplainModelResult | HardenResult | boolean | null;

/** The commands of the server; each takes the URI of a document. */
export function register(context: ServerContext): ServerCapabilities {
  context.connection.onExecuteCommand(
    context.guard(
      { request: 'workspace/executeCommand', fallback: null, dropStale: false },
      (
        { command, arguments: values }: ExecuteCommandParams,
        token,
      ): CommandResult | Promise<CommandResult> => {
        const uri = readUri(values?.[0]);
        if (uri === undefined) return null;
        if (command === generateCommand) {
          return generateFiles(context, { uri, parts: readParts(values?.[0]) }, token).then(
            () => null,
          );
        }
        if (command === serverCommands.addHealthcheck) return addHealthcheck(context, uri, token);
        if (command === serverCommands.explainModel) return explainModel(context, uri);
        if (command === serverCommands.fixAll) return applyAllFixes(context, uri, token);
        if (command === serverCommands.harden) return hardenDocument(context, uri, token);
        if (command === serverCommands.pinBaseDigests) return pinBaseDigests(context, uri, token);
        return null;
      },
    ),
  );
  return {
    executeCommandProvider: { commands: [...Object.values(serverCommands), generateCommand] },
  };
}

function readUri(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('uri' in value)) return undefined;
  return typeof value.uri === 'string' ? value.uri : undefined;
}

function readParts(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || !('parts' in value)) return [];
  const { parts } = value;
  return Array.isArray(parts) ? parts.filter((part) => typeof part === 'string') : [];
}

function explainModel(context: ServerContext, uri: string): ExplainModelResult {
  const document = context.documents.find(uri);
  return document === undefined ? null : describeModel(document.model);
}

/** True when the client has applied an edit. */
async function applyAllFixes(
  context: ServerContext,
  uri: string,
  token: CancellationToken,
): Promise<boolean> {
  const { active } = await context.settings.settingsFor(uri);
  const document = context.documents.find(uri);
  if (document === undefined) return false;
  const change = await findFixAllEdit(context, document, active, token);
  if (change === undefined) return false;
  const edit = toWorkspaceEdit(context.client, document, {
    edits: [change],
    applicability: 'safe',
  });
  const answer = await context.connection.workspace.applyEdit({ label: 'Ironhull: fix all', edit });
  return answer.applied;
}
