import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type {
  ApplyWorkspaceEditParams,
  CodeAction,
  ExecuteCommandParams,
  ShowMessageParams,
  TextDocumentEdit,
} from 'vscode-languageserver-protocol';
import { modestClient, richClient } from '../harness/client-capabilities';
import { startStdioServer, type StdioServer } from '../harness/lsp-client';
import { digestOf, playRegistry, send, sendManifest } from '../harness/registry';

const command = 'ironhull.server.pinBaseDigests';
const index = '{"schemaVersion":2}';
const uri = 'file:///project/Dockerfile';

const { host, seen } = await playRegistry(({ url }, response) => {
  if (url.startsWith('/v2/app/base/')) sendManifest(response, index);
  else send(response, 404);
});

const text = `FROM ${host}/app/base:1 AS build\nFROM ${host}/app/none:2\nCOPY --from=build /a /a\n`;

/** A server whose editor has a setting, and what the server sends to it. */
function startServer(
  setting: unknown,
): StdioServer & { readonly edits: ApplyWorkspaceEditParams[] } {
  const server = startStdioServer();
  const edits: ApplyWorkspaceEditParams[] = [];
  server.client.onRequest('workspace/configuration', () => [{ registry: setting }]);
  server.client.onRequest('workspace/applyEdit', (params) => {
    // The wire is untyped; the protocol promises this.
    edits.push(params as ApplyWorkspaceEditParams);
    return { applied: true };
  });
  return { ...server, edits };
}

function pin({ client }: StdioServer, of = uri): Promise<boolean> {
  const params: ExecuteCommandParams = { command, arguments: [{ uri: of }] };
  return client.request<boolean>('workspace/executeCommand', params);
}

async function findAction({ client }: StdioServer): Promise<CodeAction | undefined> {
  const start = { line: 0, character: 6 };
  const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: { start, end: start },
    context: { diagnostics: [], only: ['refactor'] },
  });
  return actions.find(({ title }) => / by (its )?digest$/.test(title));
}

function messages({ client }: StdioServer): readonly string[] {
  return client.notifications
    .filter(({ method }) => method === 'window/showMessage')
    .map(({ params }) => (params as ShowMessageParams).message); // As above.
}

for (const setting of ['off', undefined, true]) {
  describe(`with the setting ${String(setting)}`, () => {
    const server = startServer(setting);
    before(async () => {
      await server.client.initialize(richClient);
      server.client.open(uri, text);
    });
    after(() => server.close());

    test('the action is disabled', async () => {
      const action = await findAction(server);
      assert.match(action?.disabled?.reason ?? '', /^The registry was not asked/);
      assert.equal(action?.command, undefined);
    });

    test('the command tells how to allow it, and asks nobody', async () => {
      assert.equal(await pin(server), false);
      assert.match(messages(server).join('\n'), /set "ironhull\.registry" to "on"/);
      assert.deepEqual(server.edits, []);
      assert.equal(seen.length, 0);
    });
  });
}

describe('with the setting on', () => {
  const server = startServer('on');
  before(async () => {
    await server.client.initialize(richClient);
    server.client.open(uri, text);
  });
  after(() => server.close());

  test('the action is a command', async () => {
    const action = await findAction(server);
    assert.equal(action?.disabled, undefined);
    assert.equal(action?.edit, undefined);
    assert.equal(action?.command?.command, command);
    assert.deepEqual(action.command.arguments, [{ uri }]);
    assert.equal(seen.length, 0, 'the menu alone asks nobody');
  });

  test('the command pins what the registry has in one edit, and tells the rest', async () => {
    assert.equal(await pin(server), true);
    assert.equal(server.edits.length, 1);
    const [change] = server.edits[0]?.edit.documentChanges as TextDocumentEdit[];
    assert.equal(change?.textDocument.version, 1);
    assert.deepEqual(change.edits, [
      {
        newText: `@${digestOf(index)}`,
        annotationId: 'changes-the-image',
        range: {
          start: { line: 0, character: `FROM ${host}/app/base:1`.length },
          end: { line: 0, character: `FROM ${host}/app/base:1`.length },
        },
      },
    ]);
    assert.deepEqual(messages(server), [
      `Not pinned: ${host}/app/none:2: ${host} has no app/none:2.`,
    ]);
    assert.ok(server.client.log.some((line) => line.includes(`app/base:1 is ${digestOf(index)}`)));
  });

  test('nothing to pin is said', async () => {
    const other = 'file:///project/other/Dockerfile';
    server.client.open(other, 'FROM scratch\n');
    assert.equal(await pin(server, other), false);
    assert.match(messages(server).join('\n'), /No image of this file can be pinned/);
    assert.equal(await pin(server, 'file:///closed/Dockerfile'), false);
    const none = 'file:///project/none/Dockerfile';
    server.client.open(none, `FROM ${host}/app/none:2\n`);
    assert.equal(await pin(server, none), false);
    assert.equal(server.edits.length, 1);
  });
});

describe('an editor that knows no disabled actions', () => {
  const server = startServer('off');
  after(() => server.close());

  test('is offered the command only where it works', async () => {
    await server.client.initialize(modestClient, { initializationOptions: { registry: 'off' } });
    server.client.open(uri, text);
    assert.equal(await findAction(server), undefined);
    server.client.notify('workspace/didChangeConfiguration', {
      settings: { ironhull: { registry: 'on' } },
    });
    assert.equal((await findAction(server))?.command?.command, command);
    assert.equal(await pin(server), true);
    assert.deepEqual(Object.keys(server.edits[0]?.edit.changes ?? {}), [uri]);
  });
});
