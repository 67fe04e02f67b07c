import {
  MessageType,
  type CancellationToken,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver';
import type { RuleFailure } from '../core/service';
import { readClientSupport, type ClientSupport } from './client-support';
import type { Documents, OpenDocument } from './documents';
import { Findings } from './findings';
import { guard, type GuardHost, type GuardOptions } from './guard';
import type { Host } from './host';
import type { Projects } from './projects';
import { SettingsStore } from './settings';
import { showMessage } from './show-message';
import { Upstream } from './upstream';

/** What every feature works with. */
export interface ServerContext {
  readonly connection: Connection;
  readonly host: Host;
  readonly client: ClientSupport;
  readonly documents: Documents;
  readonly projects: Projects;
  readonly settings: SettingsStore;
  readonly findings: Findings;
  readonly upstream: Upstream;
  readonly guardHost: GuardHost;
  /** Wraps a request handler; see {@link guard}. */
  readonly guard: <Params extends object, Result>(
    options: GuardOptions<Result>,
    handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ) => (params: Params, token: CancellationToken) => Promise<Result>;
}

export function createContext(
  connection: Connection,
  host: Host,
  { documents, projects }: { readonly documents: Documents; readonly projects: Projects },
  params: InitializeParams,
): ServerContext {
  const client = readClientSupport(params.capabilities);
  // Typed any by the protocol; settings.ts checks what it reads of it.
  const initial = params.initializationOptions as unknown;
  const settings = new SettingsStore(connection, client, host, initial);
  const guardHost: GuardHost = {
    versionOf: (uri) => documents.versionOf(uri),
    logError: (message) => {
      connection.console.error(message);
    },
  };
  documents.onDidClose((uri) => {
    settings.forget(uri);
    projects.forget(uri);
  });
  return {
    connection,
    host,
    client,
    documents,
    projects,
    settings,
    findings: new Findings(documents, settings, host, projects, createFailureReporter(connection)),
    upstream: new Upstream(documents, settings, client.raw, (message) => {
      connection.console.info(message);
    }),
    guardHost,
    guard: (options, handler) => guard(guardHost, options, handler),
  };
}

/** Logs each failure of a rule; the first of a session is also shown. */
function createFailureReporter(
  connection: Connection,
): (failure: RuleFailure, document: OpenDocument) => void {
  let shown = false;
  return ({ rule, error }, { uri, version }) => {
    connection.console.error(
      `The rule ${rule} failed on ${uri}, version ${String(version)}: ${error}`,
    );
    if (shown) return;
    shown = true;
    showMessage(
      connection,
      MessageType.Warning,
      `The rule ${rule} failed and was left out; this is a defect of Ironhull. Its log has the details.`,
    );
  };
}
