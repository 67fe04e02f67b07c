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
import { ShellcheckFindings, type ShellcheckProblem } from './shellcheck-findings';
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
  readonly findings: Pick<Findings, 'check'>;
  /** Undefined where no program can be started. */
  readonly shellcheck: ShellcheckFindings | undefined;
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
  const findings = new Findings(
    documents,
    settings,
    host,
    projects,
    createFailureReporter(connection),
  );
  const shellcheck =
    host.shellcheck === 'absent'
      ? undefined
      : new ShellcheckFindings(findings, host.shellcheck, createShellcheckReporter(connection));
  documents.onDidChange((uri) => shellcheck?.stop(uri));
  documents.onDidClose((uri) => {
    settings.forget(uri);
    projects.forget(uri);
    shellcheck?.forget(uri);
  });
  return {
    connection,
    host,
    client,
    documents,
    projects,
    settings,
    findings: shellcheck ?? findings,
    shellcheck,
    upstream: new Upstream(documents, settings, client.raw, (message) => {
      connection.console.info(message);
    }),
    guardHost,
    guard: (options, handler) => guard(guardHost, options, handler),
  };
}

/** Logs each problem with ShellCheck; the first of each kind in a session is also shown. */
function createShellcheckReporter(connection: Connection): (problem: ShellcheckProblem) => void {
  const shown = new Set<string>();
  return (problem) => {
    const isMissing = problem.kind === 'missing';
    const message = isMissing
      ? describeMissing(problem.set)
      : 'ShellCheck failed on a script, so its findings there are missing. The log of Ironhull has the details.';
    if (problem.kind === 'failed') {
      connection.console.warn(`ShellCheck failed on ${problem.uri}: ${problem.reason}.`);
    }
    if (shown.has(message)) return;
    shown.add(message);
    if (isMissing) connection.console.warn(message);
    showMessage(connection, MessageType.Warning, message);
  };
}

function describeMissing(set: string | undefined): string {
  return set === undefined
    ? 'The setting "ironhull.shellcheck" is "on", but ShellCheck is neither in PATH nor in the extension "ShellCheck". Install it, or say where it is in "ironhull.shellcheckPath".'
    : `The setting "ironhull.shellcheckPath" is no absolute path of a program: "${set}".`;
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
