import { setImmediate, setTimeout } from 'node:timers/promises';
import { createConnection } from 'vscode-languageserver/node';
import { listThroughClient, readThroughClient } from '../lsp/client-files';
import { startServer } from '../lsp/server';
import { RegistryClient } from '../registry/client';
import { findShellcheck } from '../shellcheck/find-program';
import { createStartProgram } from '../shellcheck/run-program';
import { ScriptChecker } from '../shellcheck/script-checker';
import { listLocalFolder, readLocalFile } from './file-system';

const usage =
  'Usage: ironhull-language-server --stdio | --node-ipc | --socket=PORT | --pipe=NAME\n';

const namesTransport = process.argv.some((argument) =>
  /^--(?:stdio|node-ipc|socket|pipe)(?:=|$)/.test(argument),
);

/** The folder of the extension "ShellCheck", where the client knows one. */
const extension = process.argv
  .find((argument) => argument.startsWith('--shellcheck-extension='))
  ?.replace(/^[^=]*=/, '');

if (namesTransport) {
  serve();
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}

/** Takes the transport from the command line. */
function serve(): void {
  const connection = createConnection();
  startServer(connection, {
    readFile: (uri) =>
      uri.startsWith('file:') ? readLocalFile(uri) : readThroughClient(connection, uri),
    listFolder: (uri) =>
      uri.startsWith('file:') ? listLocalFolder(uri) : listThroughClient(connection, uri),
    today: () => new Date().toISOString().slice(0, 10),
    wait: (milliseconds) => (milliseconds === 0 ? setImmediate() : setTimeout(milliseconds)),
    now: () => performance.now(),
    registry: new RegistryClient(),
    shellcheck: (path) =>
      new ScriptChecker(() => findShellcheck({ set: path, extension }), createStartProgram()),
  });
}
