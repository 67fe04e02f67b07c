import type { CancellationToken } from 'vscode-languageserver';
import { fixAllInSteps, toMinimalEdit, type ActiveRules, type Edit } from '../core/service';
import type { ServerContext } from './context';
import type { OpenDocument } from './documents';
import { runInSlices } from './slices';

/** One edit that applies every safe fix of a document; undefined when there is nothing to do. */
export async function findFixAllEdit(
  { documents, host }: ServerContext,
  { uri, version, model: { text, project } }: OpenDocument,
  active: ActiveRules,
  token: CancellationToken,
): Promise<Edit | undefined> {
  const steps = fixAllInSteps(text, active, host.today(), ['safe'], project);
  const isWanted = (): boolean =>
    !token.isCancellationRequested && documents.versionOf(uri) === version;
  const fixed = await runInSlices(host, steps, isWanted);
  return fixed === undefined || fixed.text === text ? undefined : toMinimalEdit(text, fixed.text);
}
