import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  CodeAction,
  CompletionItem,
  Hover,
  PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol';
import { richClient } from '../harness/client-capabilities';
import { startWorker } from '../harness/worker';

const uri = 'vscode-vfs://github/owner/repository/Dockerfile';
const textDocument = { uri };
const position = { line: 1, character: 9 };

test('the worker serves a session without anything of Node', async () => {
  const asked: string[] = [];
  const client = startWorker();
  client.onRequest('workspace/configuration', () => [{}]);
  client.onRequest('ironhull/readFile', (params) => {
    const file = (params as { uri: string }).uri; // Our own protocol.
    asked.push(file);
    return file.endsWith('/repository/.ironhull.json')
      ? '{ "rules": { "relative-workdir": "error" } }'
      : null;
  });
  const { serverInfo } = await client.initialize(richClient);
  assert.equal(serverInfo?.name, 'ironhull');

  client.open(uri, '\uFEFFFROM debian:13-slim\nWORKDIR app\n');
  const found = (await client.pull(uri)).find(({ code }) => code === 'relative-workdir');
  assert.equal(found?.severity, 1);
  assert.deepEqual(asked, ['vscode-vfs://github/owner/repository/.ironhull.json']);

  const hover = await client.request<Hover>('textDocument/hover', { textDocument, position });
  assert.match(JSON.stringify(hover.contents), /# relative-workdir/);

  const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
    textDocument,
    range: { start: position, end: position },
    context: { diagnostics: [], only: ['quickfix'] },
  });
  assert.ok(actions.some(({ title }) => title.startsWith('Ignore relative-workdir')));

  const symbols = await client.request<unknown[]>('textDocument/documentSymbol', { textDocument });
  assert.equal(symbols.length, 2);

  client.change(uri, 'FROM node:', 2);
  const items = await client.request<CompletionItem[]>('textDocument/completion', {
    textDocument,
    position: { line: 0, character: 10 },
  });
  assert.deepEqual(items, []);
  assert.ok(client.log.some((line) => line.includes('The network is closed')));

  assert.equal(await client.request('shutdown', undefined), null);
});

test('a broken configuration hides no finding there, and is shown in its file', async () => {
  const folder = 'vscode-vfs://github/owner/repository';
  const files = new Map([
    [`${folder}/.ironhull.json`, '['.repeat(50_000)],
    [`${folder}/.trivyignore.yaml`, 'misconfigurations: 3'],
  ]);
  const client = startWorker();
  client.onRequest('workspace/configuration', () => [{}]);
  // Our own protocol.
  client.onRequest(
    'ironhull/readFile',
    (params) => files.get((params as { uri: string }).uri) ?? null,
  );
  client.onRequest('ironhull/listFolder', (params) =>
    (params as { uri: string }).uri === folder
      ? ['.ironhull.json', '.trivyignore.yaml', '.hadolint.yaml', 'Dockerfile'].map((name) => ({
          name,
          isFolder: false,
        }))
      : [],
  );
  await client.initialize(richClient);
  client.open(uri, 'FROM debian:13-slim\nWORKDIR app\n');
  assert.deepEqual(
    (await client.pull(uri)).map(({ code }) => code),
    ['relative-workdir'],
  );
  for (const [name, message] of [
    ['.ironhull.json', /nested too deeply/],
    ['.trivyignore.yaml', /must be a list/],
    ['.hadolint.yaml', /cannot be read/],
  ] as const) {
    const { diagnostics } = await client.waitFor<PublishDiagnosticsParams>(
      'textDocument/publishDiagnostics',
      (params) => params.uri === `${folder}/${name}` && params.diagnostics.length !== 0,
    );
    assert.match(JSON.stringify(diagnostics), message);
  }
  assert.equal(await client.request('shutdown', undefined), null);
});
