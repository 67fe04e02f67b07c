import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import { startServer } from '../lsp/server';
import { createFileReader } from './file-system';

/** The global of a worker, whose type in the library `WebWorker` fits every kind of scope. */
declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

startServer(connection, {
  readFile: createFileReader(connection),
  today: () => new Date().toISOString().slice(0, 10),
  wait: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    }),
  network: 'closed',
});
