import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import { listThroughClient, readThroughClient } from '../lsp/client-files';
import { startServer } from '../lsp/server';

/** The global of a worker, whose type in the library `WebWorker` fits every kind of scope. */
declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

startServer(connection, {
  // A worker has no files of its own: the client reads them, wherever they lie.
  readFile: (uri) => readThroughClient(connection, uri),
  listFolder: (uri) => listThroughClient(connection, uri),
  today: () => new Date().toISOString().slice(0, 10),
  wait: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    }),
  now: () => performance.now(),
  registry: 'closed',
  shellcheck: 'absent',
});
