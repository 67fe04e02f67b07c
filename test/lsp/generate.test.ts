import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  ApplyWorkspaceEditParams,
  ClientCapabilities,
  CodeAction,
  ShowDocumentParams,
  ShowMessageParams,
  TextDocumentEdit,
} from 'vscode-languageserver-protocol';
import type { PickParams, PickResult } from '../../server/src/protocol/generate';
import { richClient } from '../harness/client-capabilities';
import { startStdioServer, type StdioServer } from '../harness/lsp-client';

const creating: ClientCapabilities = {
  ...richClient,
  window: { showDocument: { support: true } },
  workspace: {
    ...richClient.workspace,
    workspaceEdit: { ...richClient.workspace?.workspaceEdit, resourceOperations: ['create'] },
  },
};

const files = {
  'package.json': '{ "name": "bakery", "scripts": { "start": "node server.js" } }\n',
  'server.js': "require('node:http').createServer().listen(3000);\n",
};

describe('the command that generates', () => {
  let server: StdioServer;
  let folder: string;
  let edits: ApplyWorkspaceEditParams[];
  let shown: string[];
  let picks: PickParams[];
  let answer: (params: PickParams) => PickResult;

  const takeTicked = ({ items }: PickParams): PickResult =>
    items.filter(({ ticked }) => ticked).map(({ id }) => id);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ironhull-lsp-'));
    for (const [name, text] of Object.entries(files)) write(name, text);
    [edits, shown, picks, answer] = [[], [], [], takeTicked];
    server = startStdioServer();
    server.client.onRequest('workspace/configuration', () => [null]);
    server.client.onRequest('workspace/applyEdit', (params) => {
      edits.push(params as ApplyWorkspaceEditParams);
      return { applied: true };
    });
    server.client.onRequest('window/showDocument', (params) => {
      shown.push((params as ShowDocumentParams).uri);
      return { success: true };
    });
    await server.client.initialize(creating, {
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'app' }],
    });
  });
  afterEach(async () => {
    assert.equal(await server.close(), 0);
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, text: string): void {
    writeFileSync(path.join(folder, name), text);
  }

  function letPick(): void {
    server.client.onRequest('ironhull/pick', (params) => {
      picks.push(params as PickParams);
      return answer(params as PickParams);
    });
  }

  async function generate(parts: readonly string[]): Promise<void> {
    await server.client.request('workspace/executeCommand', {
      command: 'ironhull.server.generate',
      arguments: [{ uri: pathToFileURL(folder).href, parts }],
    });
  }

  function writtenFiles(): ReadonlyMap<string, string> {
    const changes = edits.flatMap(({ edit }) => edit.documentChanges ?? []);
    return new Map(
      changes
        .filter((change): change is TextDocumentEdit => 'textDocument' in change)
        .map(({ textDocument, edits: [first] }) => [
          path.basename(textDocument.uri),
          first !== undefined && 'newText' in first ? first.newText : '',
        ]),
    );
  }

  function message(): Promise<ShowMessageParams> {
    return server.client.waitFor<ShowMessageParams>('window/showMessage', () => true);
  }

  test('offers bases and files, makes those that are ticked, and opens the first', async () => {
    letPick();
    await generate(['compose']);
    assert.deepEqual(
      picks.map(({ many }) => many),
      [false, true],
    );
    const written = writtenFiles();
    assert.match(written.get('Dockerfile') ?? '', /^FROM gcr\.io\/distroless\/nodejs26-debian13/m);
    assert.ok(written.has('.dockerignore'));
    assert.equal(written.has('renovate.json'), false);
    assert.deepEqual(shown, [`${pathToFileURL(folder).href}/Dockerfile`]);
    assert.match((await message()).message, /^Generated Dockerfile, /);
  });

  test('shows each file before it is written', async () => {
    letPick();
    await generate([]);
    const previews = picks.at(-1)?.items.map(({ preview }) => preview) ?? [];
    assert.ok(previews.some((each) => each?.path === 'Dockerfile' && each.text.includes('FROM')));
  });

  test('does not tick a file that is there, and leaves it alone', async () => {
    write('Dockerfile', 'FROM scratch\n');
    letPick();
    await generate([]);
    const offered = picks.at(-1)?.items.find(({ id }) => id === 'Dockerfile');
    assert.equal(offered?.ticked, false);
    assert.equal(offered.description, 'replaces the file that is there');
    assert.equal(offered.preview?.replaces, `${pathToFileURL(folder).href}/Dockerfile`);
    assert.equal(writtenFiles().has('Dockerfile'), false);
  });

  test('replaces the whole text of a file that was ticked', async () => {
    write('Dockerfile', 'FROM scratch\nCOPY a /a');
    letPick();
    answer = ({ items, many }) => (many ? ['Dockerfile'] : [items[0]?.id ?? '']);
    await generate([]);
    const [change] = edits.flatMap(({ edit }) => edit.documentChanges ?? []);
    assert.ok(change !== undefined && 'textDocument' in change);
    assert.deepEqual(
      change.edits.map((each) => ('range' in each ? each.range : undefined)),
      [{ start: { line: 0, character: 0 }, end: { line: 1, character: 9 } }],
    );
  });

  test('writes nothing when the person turns away', async () => {
    letPick();
    answer = ({ many, items }) => (many ? null : [items[0]?.id ?? '']);
    await generate([]);
    assert.deepEqual(edits, []);
    answer = () => null;
    await generate([]);
    assert.deepEqual(edits, []);
  });

  test('takes what is ticked for a client that cannot ask', async () => {
    await generate([]);
    assert.ok(writtenFiles().has('Dockerfile'));
  });

  test('asks which application when there are several', async () => {
    mkdirSync(path.join(folder, 'shop'));
    for (const [name, text] of Object.entries(files)) write(`shop/${name}`, text);
    letPick();
    answer = (params) =>
      params.items.some(({ description }) => description === 'shop') ? ['1'] : takeTicked(params);
    await generate([]);
    const uris = edits
      .flatMap(({ edit }) => edit.documentChanges ?? [])
      .flatMap((change) => ('textDocument' in change ? [change.textDocument.uri] : []));
    assert.ok(uris.every((uri) => uri.includes('/shop/')));
  });

  async function offered(text: string, name = 'Dockerfile', only?: string): Promise<CodeAction[]> {
    const uri = `${pathToFileURL(folder).href}/${name}`;
    write(name, text);
    server.client.open(uri, text);
    const actions = await server.client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [], ...(only === undefined ? {} : { only: [only] }) },
    });
    return actions.filter(({ title }) => title.startsWith('Generate hardened Dockerfile'));
  }

  async function run({ command }: CodeAction): Promise<void> {
    assert.ok(command !== undefined);
    const { command: name, arguments: values } = command;
    await server.client.request('workspace/executeCommand', { command: name, arguments: values });
  }

  test('is offered in an empty Dockerfile, and fills it', async () => {
    letPick();
    const [action, ...others] = await offered('');
    assert.ok(action !== undefined);
    assert.deepEqual(others, []);
    assert.equal(action.title, 'Generate hardened Dockerfile for this project (Node.js server)');
    assert.equal(action.kind, 'quickfix');
    await run(action);
    const file = picks.at(-1)?.items.find(({ id }) => id === 'Dockerfile');
    assert.deepEqual([file?.ticked, file?.description], [true, 'adds to the file that is there']);
    assert.match(writtenFiles().get('Dockerfile') ?? '', /^# syntax=/);
    assert.deepEqual([...writtenFiles().keys()].sort(), [
      '.dockerignore',
      'Dockerfile',
      'compose.yaml',
    ]);
  });

  test('is offered where only comments are, and says that they go', async () => {
    letPick();
    const [action] = await offered('# syntax=docker/dockerfile:1\n\n  # Still to be written.\n');
    assert.ok(action !== undefined);
    await run(action);
    const file = picks.at(-1)?.items.find(({ id }) => id === 'Dockerfile');
    assert.deepEqual(
      [file?.ticked, file?.description],
      [true, 'replaces the comments that are there'],
    );
    assert.doesNotMatch(writtenFiles().get('Dockerfile') ?? '', /Still to be written/);
  });

  test('compares with what the editor shows, not with the file below it', async () => {
    letPick();
    const uri = `${pathToFileURL(folder).href}/Dockerfile`;
    write('Dockerfile', '');
    server.client.open(uri, 'FROM scratch\n');
    await generate([]);
    const file = picks.at(-1)?.items.find(({ id }) => id === 'Dockerfile');
    assert.deepEqual([file?.ticked, file?.description], [false, 'replaces the file that is there']);
  });

  test('is not offered beside instructions, in other files, for other kinds or without a project', async () => {
    assert.deepEqual(await offered('FROM scratch\n'), []);
    assert.deepEqual(await offered('', 'Dockerfile.debug'), []);
    mkdirSync(path.join(folder, 'empty'));
    assert.deepEqual(await offered('', 'empty/Dockerfile'), []);
    for (const place of ['shop', 'bakery']) {
      mkdirSync(path.join(folder, place));
      for (const [name, text] of Object.entries(files)) write(`${place}/${name}`, text);
    }
    assert.deepEqual(await offered('', 'shop/Dockerfile', 'refactor'), []);
    assert.equal((await offered('', 'bakery/Dockerfile', 'quickfix')).length, 1);
  });

  test('says why nothing can be made', async () => {
    rmSync(path.join(folder, 'package.json'));
    letPick();
    await generate([]);
    assert.match((await message()).message, /^No project that an image could be made for/);
  });
});
