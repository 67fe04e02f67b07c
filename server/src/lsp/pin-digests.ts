import { MessageType, type CancellationToken, type Command } from 'vscode-languageserver';
import { collectPinnableImages, pinImages, registryNotAsked, type Action } from '../core/service';
import { serverCommands, type DocumentCommandArgument } from '../protocol/commands';
import { askDigests, type AskedDigests } from '../registry/ask-digests';
import type { ServerContext } from './context';
import { toWorkspaceEdit } from './edits';
import type { DocumentSettings } from './settings';
import { showMessage } from './show-message';

const label = 'Pin base images by digest';

const closedByHost = 'Images cannot be pinned here: an editor in the browser asks no registries.';

const closedBySetting =
  'Registries are not asked: set "ironhull.registry" to "on" in your settings to allow that. They learn the names of your images and nothing else.';

const nothingToPin =
  'No image of this file can be pinned: each has a digest already, has no tag, or comes from a variable.';

/** True for an action that only lacks digests, where they may be asked for. */
export function asksRegistry(
  { host }: ServerContext,
  { registry }: DocumentSettings,
  { disabled }: Action,
): boolean {
  return registry && host.registry !== 'closed' && disabled === registryNotAsked;
}

/** What asks for the digests of a document: an action has to be shown before anybody is asked. */
export function toPinCommand(uri: string): Command {
  const argument: DocumentCommandArgument = { uri };
  return { title: label, command: serverCommands.pinBaseDigests, arguments: [argument] };
}

/** Asks for the digests of a document and sends one edit; false, and told, when nothing is pinned. */
export async function pinBaseDigests(
  context: ServerContext,
  uri: string,
  token: CancellationToken,
): Promise<boolean> {
  const { connection, documents, host, settings } = context;
  const say = (message: string): false => {
    showMessage(connection, MessageType.Info, message);
    return false;
  };
  if (host.registry === 'closed') return say(closedByHost);
  if (!(await settings.settingsFor(uri)).registry) return say(closedBySetting);
  const document = documents.find(uri);
  if (document === undefined) return false;
  const images = collectPinnableImages(document.model);
  if (images.length === 0) return say(nothingToPin);
  const asked = await askDigests(host.registry, images);
  report(context, asked);
  // The person may have gone on writing: what is pinned is what stands there now.
  const current = documents.find(uri);
  if (token.isCancellationRequested || current === undefined) return false;
  const edits = pinImages(current.model, asked.digests);
  if (edits.length === 0) return false;
  const edit = toWorkspaceEdit(context.client, current, { edits, applicability: 'unsafe' });
  return (await connection.workspace.applyEdit({ label, edit })).applied;
}

/** Logs what was asked and what came; images without a digest are shown. */
function report({ connection }: ServerContext, { digests, failures }: AskedDigests): void {
  for (const [image, digest] of digests) connection.console.info(`Registry: ${image} is ${digest}`);
  if (failures.length === 0) return;
  const reasons = failures.map(({ image, reason }) => `${image}: ${reason}`);
  showMessage(connection, MessageType.Warning, `Not pinned: ${reasons.join(' ')}`);
}
