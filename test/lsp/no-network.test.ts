import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { CompletionItem } from 'vscode-languageserver-protocol';
import { modestClient } from '../harness/client-capabilities';
import { startStdioServer } from '../harness/lsp-client';

const trap = ['--require', path.resolve('test/harness/no-network.cjs')];

test('the trap catches a call', async () => {
  const { spawnSync } = await import('node:child_process');
  const script = `require('https').get('https://example.org')`;
  const { status, stderr } = spawnSync(process.execPath, [...trap, '-e', script], {
    encoding: 'utf8',
  });
  assert.notEqual(status, 0);
  assert.match(stderr, /^network call: https\.get/);
});

test('a session with completion of tags makes no network call', async () => {
  const server = startStdioServer(trap);
  const uri = 'file:///project/Dockerfile';
  await server.client.initialize(modestClient);
  const lines = [
    'FROM node:',
    'FROM node:2',
    'FROM library/node:',
    'FROM ghcr.io/a/b:',
    'RUN x',
    '',
  ];
  server.client.open(uri, lines.join('\n'));
  const textDocument = { uri };
  await server.client.pushed(uri, 1);
  for (const [line, { length: character }] of lines.entries()) {
    const position = { line, character };
    const range = { start: position, end: position };
    const items = await server.client.request<CompletionItem[]>('textDocument/completion', {
      textDocument,
      position,
    });
    if (line === 0) assert.deepEqual(items, []);
    await server.client.request('textDocument/hover', { textDocument, position });
    await server.client.request('textDocument/codeAction', {
      textDocument,
      range,
      context: { diagnostics: [] },
    });
  }
  await server.client.request('textDocument/documentLink', { textDocument });
  assert.equal(await server.close(), 0);
  assert.equal(server.errors(), '');
  assert.ok(server.client.log.some((line) => line.includes('The network is closed')));
});
