import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { LspClient, type Message } from './lsp-client';

/** What a worker's script sees as `self`. */
interface WorkerScope {
  onmessage?: (event: { readonly data: unknown }) => void;
  readonly addEventListener: () => void;
  readonly postMessage: (data: unknown) => void;
}

/** The globals that the web gives a worker and the server may use; nothing of Node is among them. */
const webGlobals = {
  TextDecoder,
  TextEncoder,
  clearTimeout,
  console,
  performance,
  queueMicrotask,
  setTimeout,
  structuredClone,
};

/** Runs the built worker in a context that has only what a browser has. */
export function startWorker(): LspClient {
  const scope: WorkerScope = {
    // Only errors are listened for this way, and none is made here.
    addEventListener: () => undefined,
    postMessage: (data) => {
      // Messages arrive later and as copies, as between real threads.
      const copy = structuredClone(data) as Message; // The wire is untyped.
      setTimeout(() => {
        client.receive(copy);
      }, 0);
    },
  };
  const context = createContext({ ...webGlobals, ...scope });
  runInContext('globalThis.self = globalThis;', context);
  const script = readFileSync(path.resolve('dist/browser/server.js'), 'utf8');
  runInContext(script, context, { filename: 'dist/browser/server.js' });
  const client = new LspClient((message) => {
    const data = structuredClone(message);
    // The context is the worker's global; the server has set its handler there.
    setTimeout(() => (context as WorkerScope).onmessage?.({ data }), 0);
  });
  return client;
}
