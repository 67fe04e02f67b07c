import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';

/** What a guard needs to know of its server. */
export interface GuardHost {
  /** Version of an open document. */
  readonly versionOf: (uri: string) => number | undefined;
  /** Writes to the client's log. */
  readonly logError: (message: string) => void;
}

/** What a guard does for one kind of request. */
export interface GuardOptions<Result> {
  readonly request: string;
  /** The answer when the handler throws. */
  readonly fallback: Result;
  /** False for requests that have no place in the text: their answer fits a later version too. */
  readonly dropStale: boolean;
}

/**
 * Wraps the handler of a request: a cancelled one ends, an answer to an old version of the document is
 * dropped, and a failure is logged and answered with the fallback, so that no defect takes the server
 * or another feature down.
 */
export function guard<Params extends object, Result>(
  host: GuardHost,
  options: GuardOptions<Result>,
  handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result> {
  return async (params, token) => {
    const uri = findUri(params);
    const version = uri === undefined ? undefined : host.versionOf(uri);
    let result: Result;
    try {
      throwIfCancelled(token);
      result = await handler(params, token);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      host.logError(describeFailure(options.request, uri, version, error));
      result = options.fallback;
    }
    throwIfCancelled(token);
    if (options.dropStale && uri !== undefined && host.versionOf(uri) !== version) {
      throw new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed.');
    }
    return result;
  };
}

/** Wraps a listener that has no answer: a failure is logged. */
export function guardListener<Params>(
  host: GuardHost,
  name: string,
  listener: (params: Params) => void | Promise<void>,
): (params: Params) => Promise<void> {
  return async (params) => {
    try {
      await listener(params);
    } catch (error) {
      if (error instanceof ResponseError) return;
      host.logError(describeFailure(name, undefined, undefined, error));
    }
  };
}

/** @throws ResponseError, which the connection turns into the answer "cancelled" */
export function throwIfCancelled(token: CancellationToken | undefined): void {
  if (token?.isCancellationRequested === true) {
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
  }
}

function findUri(params: object): string | undefined {
  if (!('textDocument' in params)) return undefined;
  const { textDocument } = params;
  const named = typeof textDocument === 'object' && textDocument !== null && 'uri' in textDocument;
  return named && typeof textDocument.uri === 'string' ? textDocument.uri : undefined;
}

function describeFailure(
  name: string,
  uri: string | undefined,
  version: number | undefined,
  error: unknown,
): string {
  const place = uri === undefined ? '' : ` on ${uri}, version ${String(version ?? 'unknown')}`;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${name} failed${place}: ${detail}`;
}
