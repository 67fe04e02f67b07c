import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import type { CodeAction, Diagnostic, Hover, TextEdit } from 'vscode-languageserver-protocol';
import { modestClient, richClient } from '../harness/client-capabilities';
import { startStdioServer, type StdioServer } from '../harness/lsp-client';

const uri = 'file:///project/Dockerfile';
const relative = 'FROM debian:13-slim\nWORKDIR app\n';
const rule = 'relative-workdir';

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

describe('the stdio server of a modest editor', () => {
  let server: StdioServer;
  before(async () => {
    server = startStdioServer();
    const { capabilities, serverInfo } = await server.client.initialize(modestClient);
    assert.equal(capabilities.textDocumentSync, 2);
    assert.equal(capabilities.diagnosticProvider, undefined);
    assert.equal(capabilities.semanticTokensProvider, undefined);
    assert.equal(serverInfo?.name, 'ironhull');
    server.client.open(uri, relative);
  });
  after(async () => {
    assert.equal(await server.close(), 0);
    assert.equal(server.errors(), '');
  });

  test('pushes findings with code, link and source', async () => {
    const { diagnostics } = await server.client.pushed(uri, 1);
    const found = diagnostics.find(({ code }) => code === rule);
    assert.equal(found?.source, 'ironhull');
    assert.match(
      found.codeDescription?.href ?? '',
      /^https:.*\/docs\/rules\/relative-workdir\.md$/,
    );
    assert.deepEqual(found.range, {
      start: { line: 1, character: 8 },
      end: { line: 1, character: 11 },
    });
  });

  test('hover on a finding shows the page of its rule', async () => {
    const hover = await server.client.request<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 1, character: 9 },
    });
    const text = JSON.stringify(hover.contents);
    assert.match(text, /# relative-workdir/);
    assert.match(text, /## Why/);
  });

  test('hover beside a finding shows the instruction', async () => {
    const hover = await server.client.request<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 1 },
    });
    assert.match(JSON.stringify(hover.contents), /FROM/);
  });

  test('an incremental change is followed', async () => {
    server.client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 1, character: 8 }, end: { line: 1, character: 8 } }, text: '/' },
      ],
    });
    const { diagnostics } = await server.client.pushed(uri, 2);
    assert.equal(codes(diagnostics).includes(rule), false);
  });

  test('edits are plain', async () => {
    server.client.change(uri, relative, 3);
    const actions = await server.client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 1, character: 9 }, end: { line: 1, character: 9 } },
      context: { diagnostics: [], only: ['quickfix'] },
    });
    const suppression = actions.find(({ title }) => title.startsWith('Ignore'));
    const [edit] = suppression?.edit?.changes?.[uri] ?? [];
    assert.match(edit?.newText ?? '', /^# ironhull ignore=relative-workdir: \S.*\n$/);
  });

  test('closing a document takes its findings away', async () => {
    const other = 'file:///project/other.Dockerfile';
    server.client.open(other, relative);
    await server.client.pushed(other, 1);
    server.client.notify('textDocument/didClose', { textDocument: { uri: other } });
    const closed = await server.client.waitFor<{ uri: string; diagnostics: unknown[] }>(
      'textDocument/publishDiagnostics',
      (params) => params.uri === other && params.diagnostics.length === 0,
    );
    assert.deepEqual(closed.diagnostics, []);
  });

  test('several quick changes are checked once, in their last version', async () => {
    for (let version = 10; version < 20; version++) server.client.change(uri, relative, version);
    await server.client.pushed(uri, 19);
    const versions = server.client.notifications
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => (params as { version?: number }).version); // The wire is untyped.
    assert.deepEqual(
      versions.filter((version = 0) => 10 <= version),
      [19],
    );
  });
});

describe('the stdio server of a rich editor', () => {
  let server: StdioServer;
  before(async () => {
    server = startStdioServer();
    server.client.onRequest('workspace/configuration', () => [
      { profile: 'strict', rules: { 'relative-workdir': 'default', 'no-such-rule': 'off' } },
    ]);
    const { capabilities } = await server.client.initialize(richClient);
    assert.equal(capabilities.diagnosticProvider?.identifier, 'ironhull');
    server.client.open(uri, relative);
  });
  after(async () => {
    assert.equal(await server.close(), 0);
  });

  const actionsOf = (only: readonly string[], line = 1, character = 9): Promise<CodeAction[]> =>
    server.client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line, character }, end: { line, character } },
      context: { diagnostics: [], only },
    });

  test('findings are pulled and never pushed', async () => {
    assert.ok(codes(await server.client.pull(uri)).includes(rule));
    const pushed = server.client.notifications.filter(
      ({ method }) => method === 'textDocument/publishDiagnostics',
    );
    assert.deepEqual(pushed, []);
  });

  test('a suppression selects its reason', async () => {
    const suppression = (await actionsOf(['quickfix'])).find(({ title }) =>
      title.startsWith(`Ignore ${rule}`),
    );
    assert.deepEqual(codes(suppression?.diagnostics ?? []), [rule]);
    const [change] = suppression?.edit?.documentChanges ?? [];
    assert.ok(change !== undefined && 'edits' in change);
    assert.deepEqual(change.textDocument, { uri, version: 1 });
    const [edit] = change.edits;
    assert.ok(edit !== undefined && 'snippet' in edit);
    assert.match(edit.snippet.value, /^# ironhull ignore=relative-workdir: \$\{1:.+\}\n$/);
  });

  test('only kinds that were asked for are answered', async () => {
    const kinds = async (only: string) =>
      new Set((await actionsOf([only])).map(({ kind }) => kind ?? ''));
    for (const kind of await kinds('refactor')) assert.match(kind, /^refactor/);
    for (const kind of await kinds('source')) assert.equal(kind, 'source.fixAll.ironhull');
    assert.deepEqual(await kinds('quickfix'), new Set(['quickfix']));
    assert.deepEqual(await kinds('notebook'), new Set());
  });

  test('settings that are not understood are logged', () => {
    assert.ok(server.client.log.some((line) => line.includes('ironhull.rules.no-such-rule')));
  });

  test('the facts of a document can be asked for', async () => {
    const facts = await server.client.request<string>('workspace/executeCommand', {
      command: 'ironhull.server.explainModel',
      arguments: [{ uri }],
    });
    assert.match(facts, /base: .*debian:13-slim/);
  });

  test('malformed arguments of a command are answered with nothing', async () => {
    for (const values of [undefined, [], [null], [{ uri: 7 }], [{ uri: 'file:///closed' }]]) {
      const answer = await server.client.request('workspace/executeCommand', {
        command: 'ironhull.server.explainModel',
        arguments: values,
      });
      assert.equal(answer, null);
    }
  });

  test('upstream answers for outline, folding, links, definition, rename and signature', async () => {
    const text = 'FROM alpine AS base\nRUN true && \\\n true\nFROM base\n';
    const staged = 'file:///project/staged.Dockerfile';
    server.client.open(staged, text);
    const textDocument = { uri: staged };
    const position = { line: 3, character: 6 };
    const ask = (name: string, more: object = {}) =>
      server.client.request<unknown>(`textDocument/${name}`, { textDocument, ...more });
    const list = async (name: string, more: object = {}) => {
      const answer = await ask(name, more);
      assert.ok(Array.isArray(answer) && answer.length !== 0, name);
    };
    await list('documentSymbol');
    await list('foldingRange');
    await list('documentLink');
    await list('documentHighlight', { position });
    await list('completion', { position: { line: 3, character: 0 } });
    await list('formatting', { options: { tabSize: 4, insertSpaces: true } });
    assert.match(JSON.stringify(await ask('definition', { position })), /"line":0/);
    assert.match(JSON.stringify(await ask('rename', { position, newName: 'start' })), /start/);
    await ask('prepareRename', { position });
    await ask('signatureHelp', { position: { line: 3, character: 5 } });
  });
});

describe('formatting', () => {
  test('leaves lines alone whose text would be another one', async () => {
    const server = startStdioServer();
    await server.client.initialize(modestClient);
    server.client.open(uri, 'FROM alpine\nENV A="a \\\nb"\nRUN true && \\\ntrue\n');
    const edits = await server.client.request<TextEdit[]>('textDocument/formatting', {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    assert.deepEqual(
      edits.map(({ range, newText }) => [range.start.line, newText]),
      [[4, '  ']],
    );
    assert.equal(await server.close(), 0);
  });
});

describe('fixing everything', () => {
  const fixable = 'FROM debian:13-slim\nMAINTAINER someone <a@example.org>\n';

  test('source.fixAll.ironhull gives one minimal edit', async () => {
    const server = startStdioServer();
    await server.client.initialize(modestClient);
    server.client.open(uri, fixable);
    const actions = await server.client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } },
      context: { diagnostics: [], only: ['source.fixAll'] },
    });
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ['source.fixAll.ironhull'],
    );
    const edits: readonly TextEdit[] = actions[0]?.edit?.changes?.[uri] ?? [];
    assert.equal(edits.length, 1);
    assert.equal(edits[0]?.range.start.line, 1);
    assert.equal(await server.close(), 0);
  });

  test('the command sends the edit to the client', async () => {
    const server = startStdioServer();
    const applied: unknown[] = [];
    server.client.onRequest('workspace/applyEdit', (params) => {
      applied.push(params);
      return { applied: true };
    });
    await server.client.initialize(modestClient);
    server.client.open(uri, fixable);
    const done = await server.client.request<boolean>('workspace/executeCommand', {
      command: 'ironhull.server.fixAll',
      arguments: [{ uri }],
    });
    assert.equal(done, true);
    assert.equal(applied.length, 1);
    assert.equal(await server.close(), 0);
  });
});

test('without a transport the server says how to start it', () => {
  const { status, stderr } = spawnSync('dist/node/server.js', { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /^Usage: ironhull-language-server --stdio/);
});
