import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type {
  ClientCapabilities,
  Diagnostic,
  InitializeResult,
  PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol';

/** A message of JSON-RPC as it goes over the wire. */
export interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** The error a server answers with. */
export class ResponseFailure extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

interface Waiter {
  readonly accepts: (method: string, params: unknown) => boolean;
  readonly resolve: (params: unknown) => void;
}

const patienceMs = 60_000;

/** A client that speaks to a server over any transport, and remembers what it was told. */
export class LspClient {
  readonly notifications: { readonly method: string; readonly params: unknown }[] = [];
  readonly #send: (message: Message) => void;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #handlers = new Map<string, (params: unknown) => unknown>();
  readonly #waiters = new Set<Waiter>();
  #nextId = 1;

  constructor(send: (message: Message) => void) {
    this.#send = send;
    this.onRequest('client/registerCapability', () => null);
    this.onRequest('workspace/diagnostic/refresh', () => null);
  }

  /** Answers requests of the server. */
  onRequest(method: string, handler: (params: unknown) => unknown): void {
    this.#handlers.set(method, handler);
  }

  notify(method: string, params: unknown): void {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  /** Sends a request; the answer's type is what the test expects of the protocol. */
  request<Result>(method: string, params: unknown): Promise<Result> {
    return this.startRequest<Result>(method, params).answer;
  }

  /** Sends a request that can be cancelled by its id. */
  startRequest<Result>(method: string, params: unknown): { id: number; answer: Promise<Result> } {
    const id = this.#nextId++;
    const answer = new Promise<Result>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${method} was not answered`));
      }, patienceMs);
      this.#answers.set(id, ({ result, error }) => {
        clearTimeout(timer);
        // The wire is untyped; the caller names what the protocol promises.
        if (error === undefined) resolve(result as Result);
        else reject(new ResponseFailure(error.code, error.message));
      });
    });
    this.#send({ jsonrpc: '2.0', id, method, params });
    return { id, answer };
  }

  /** Waits for a notification, one that has already come included. */
  waitFor<Params>(method: string, accepts: (params: Params) => boolean): Promise<Params> {
    // The wire is untyped; the caller names what the protocol promises.
    const matches = (name: string, params: unknown): boolean =>
      name === method && accepts(params as Params);
    const past = this.notifications.find((each) => matches(each.method, each.params));
    if (past !== undefined) return Promise.resolve(past.params as Params);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${method} did not come`));
      }, patienceMs);
      const waiter: Waiter = {
        accepts: matches,
        resolve: (params) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(params as Params);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  /** Takes a message of the server. */
  receive(message: Message): void {
    const { id, method, params } = message;
    if (method === undefined) {
      if (typeof id === 'number') this.#answers.get(id)?.(message);
    } else if (id === undefined) {
      this.notifications.push({ method, params });
      for (const waiter of [...this.#waiters]) {
        if (waiter.accepts(method, params)) waiter.resolve(params);
      }
    } else {
      void this.#answer(id, method, params);
    }
  }

  async #answer(id: number | string, method: string, params: unknown): Promise<void> {
    const handler = this.#handlers.get(method);
    if (handler === undefined) {
      const error = { code: -32601, message: `no handler for ${method}` };
      this.#send({ jsonrpc: '2.0', id, error });
    } else {
      this.#send({ jsonrpc: '2.0', id, result: await handler(params) });
    }
  }

  async initialize(
    capabilities: ClientCapabilities,
    extra: object = {},
  ): Promise<InitializeResult> {
    const params = { processId: null, rootUri: null, capabilities, ...extra };
    const result = await this.request<InitializeResult>('initialize', params);
    this.notify('initialized', {});
    return result;
  }

  open(uri: string, text: string, version = 1): void {
    this.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'dockerfile', version, text },
    });
  }

  /** Replaces the whole text. */
  change(uri: string, text: string, version: number): void {
    this.notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  /** The pushed diagnostics of one version. */
  pushed(uri: string, version: number): Promise<PublishDiagnosticsParams> {
    return this.waitFor<PublishDiagnosticsParams>(
      'textDocument/publishDiagnostics',
      (params) => params.uri === uri && params.version === version,
    );
  }

  async pull(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.request<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    return report.items;
  }

  get log(): readonly string[] {
    return this.notifications
      .filter(({ method }) => method === 'window/logMessage')
      .map(({ params }) => JSON.stringify(params));
  }
}

/** A server process and its client. */
export interface StdioServer {
  readonly client: LspClient;
  /** What the process has written to its error stream. */
  readonly errors: () => string;
  /** Shuts the server down in the order of the protocol; the exit code. */
  readonly close: () => Promise<number | null>;
}

/** Starts the built server of Node over stdio. */
export function startStdioServer(
  nodeOptions: readonly string[] = [],
  {
    args = [],
    env = {},
  }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): StdioServer {
  const server = path.resolve('dist/node/server.js');
  const child = spawn(process.execPath, [...nodeOptions, server, '--stdio', ...args], {
    env: { ...process.env, ...env },
  });
  const client = new LspClient((message) => {
    const body = Buffer.from(JSON.stringify(message));
    child.stdin.write(`Content-Length: ${String(body.length)}\r\n\r\n`);
    child.stdin.write(body);
  });
  const read = createFrameReader((message) => {
    client.receive(message);
  });
  child.stdout.on('data', read);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = once(child, 'exit');
  return {
    client,
    errors: () => errors,
    close: async () => {
      await client.request('shutdown', undefined);
      client.notify('exit', undefined);
      const [code] = (await exited) as [number | null]; // Events of Node are untyped.
      return code;
    },
  };
}

/** Splits a stream into messages; see "Base Protocol" of the Language Server Protocol. */
function createFrameReader(deliver: (message: Message) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let needed = 0;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    while (needed <= length) {
      const buffer = Buffer.concat(chunks);
      const headerEnd = buffer.indexOf('\r\n\r\n');
      const header = /Content-Length: (\d+)/i.exec(buffer.toString('latin1', 0, headerEnd));
      if (headerEnd < 0 || header === null) break;
      const end = headerEnd + 4 + Number(header[1]);
      needed = end;
      if (length < end) break;
      // The wire is untyped; receive() looks at each part.
      deliver(JSON.parse(buffer.toString('utf8', headerEnd + 4, end)) as Message);
      chunks = [buffer.subarray(end)];
      length -= end;
      needed = 0;
      if (length === 0) break;
    }
  };
}
