import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  ApplyWorkspaceEditParams,
  ClientCapabilities,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import {
  applyEdits,
  DockerfileModel,
  harden,
  LineIndex,
  resolveRules,
  type HardeningPlan,
} from '../../server/src/core/service';
import { readClientSupport } from '../../server/src/lsp/client-support';
import { toSpan } from '../../server/src/lsp/convert';
import { toHardenEdit } from '../../server/src/lsp/harden-edit';
import type { HardenResult } from '../../server/src/protocol/commands';
import { modestClient, richClient } from '../harness/client-capabilities';
import { exampleDay } from '../harness/invariants';
import { startStdioServer, type StdioServer } from '../harness/lsp-client';
import { toProject } from '../harness/project';

const naive = 'FROM node:18-slim\nMAINTAINER me\nWORKDIR /app\nCOPY . .\nCMD npm start\n';
const files = {
  '.env': 'TOKEN=1\n',
  '.git/config': '',
  'package.json': '{ "scripts": { "start": "node server.js" } }\n',
  'server.js': "require('node:http').createServer().listen(3000);\n",
};
const creatingClient: ClientCapabilities = {
  ...richClient,
  workspace: {
    ...richClient.workspace,
    workspaceEdit: {
      ...richClient.workspace?.workspaceEdit,
      resourceOperations: ['create', 'rename', 'delete'],
    },
  },
};

const project = toProject(files);
const plan = harden(naive, resolveRules({}), { today: exampleDay, project });
const uri = 'file:///work/my%20app/Dockerfile';
const document = { uri, version: 7, model: new DockerfileModel(naive, project) };

function editFor(client: ClientCapabilities, of: HardeningPlan = plan): WorkspaceEdit {
  return toHardenEdit(readClientSupport(client), document, of);
}

function apply(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({ span: toSpan(lines, range), text: newText })),
  );
}

function textEdits({ documentChanges = [] }: WorkspaceEdit): readonly TextDocumentEdit[] {
  return documentChanges.filter((change) => 'textDocument' in change);
}

describe('the edit of a plan', () => {
  test('has a note for each group, in order, that asks for confirmation', () => {
    const { changeAnnotations = {} } = editFor(creatingClient);
    const notes = Object.values(changeAnnotations);
    assert.equal(notes.length, plan.grouped.groups.length);
    assert.ok(2 < notes.length);
    for (const [index, { label, description, needsConfirmation }] of notes.entries()) {
      assert.match(label, new RegExp(`^0?${String(index + 1)}\\. [A-Z]`));
      assert.ok(description !== undefined && description !== '');
      assert.equal(needsConfirmation, true);
    }
  });

  test('gives the hardened text, and makes the other files beside it', () => {
    const edit = editFor(creatingClient);
    const [own, ignore] = textEdits(edit);
    assert.deepEqual(own?.textDocument, { uri, version: 7 });
    assert.equal(apply(naive, own.edits as TextEdit[]), plan.text);
    const target = 'file:///work/my%20app/.dockerignore';
    const create = edit.documentChanges?.find((change) => 'kind' in change);
    assert.ok(create?.kind === 'create' && create.uri === target);
    assert.ok(create.annotationId !== undefined);
    assert.equal(ignore?.textDocument.uri, target);
    assert.equal(apply('', ignore.edits as TextEdit[]), plan.files[0]?.after);
  });

  test('leaves out what a client cannot do, and keeps the rest', () => {
    const edit = editFor(modestClient);
    assert.deepEqual(Object.keys(edit), ['changes']);
    assert.deepEqual(Object.keys(edit.changes ?? {}), [uri]);
    const text = apply(naive, edit.changes?.[uri] ?? []);
    assert.match(text, /^USER node$/m);
    assert.deepEqual(new DockerfileModel(text).syntaxProblems, []);
    assert.equal(editFor(richClient).documentChanges?.length, 1);
  });

  test('has no notes for a client that knows none', () => {
    const { changeAnnotationSupport: _none, ...workspaceEdit } =
      creatingClient.workspace?.workspaceEdit ?? {};
    const edit = editFor({ ...creatingClient, workspace: { workspaceEdit } });
    assert.equal(edit.changeAnnotations, undefined);
    assert.doesNotMatch(JSON.stringify(edit), /annotationId/);
  });
});

describe('the command that hardens', () => {
  let server: StdioServer;
  let folder: string;
  let target: string;
  let answer: (params: ApplyWorkspaceEditParams) => object;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ironhull-lsp-'));
    for (const [name, text] of Object.entries(files)) {
      if (!name.includes('/')) writeFileSync(path.join(folder, name), text);
    }
    writeFileSync(path.join(folder, 'Dockerfile'), naive);
    target = pathToFileURL(path.join(folder, 'Dockerfile')).href;
    server = startStdioServer();
    server.client.onRequest('workspace/configuration', () => [null]);
    server.client.onRequest('workspace/applyEdit', (params) =>
      answer(params as ApplyWorkspaceEditParams),
    );
    const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'app' }];
    await server.client.initialize(creatingClient, { workspaceFolders });
    server.client.open(target, naive);
  });
  after(async () => {
    assert.equal(await server.close(), 0);
    rmSync(folder, { recursive: true, force: true });
  });

  function ask(on: string): Promise<HardenResult> {
    return server.client.request('workspace/executeCommand', {
      command: 'ironhull.server.harden',
      arguments: [{ uri: on }],
    });
  }

  test('tells when the person wanted nothing of it', async () => {
    let label: string | undefined;
    answer = (params) => {
      label = params.label;
      return { applied: false };
    };
    const result = await ask(target);
    assert.equal(label, 'Ironhull: harden');
    assert.equal(result?.outcome, 'declined');
    assert.match(result.message, /^Not hardened: grade [C-F] /);
  });

  test('sends what the project tells, and grades what the person has let through', async () => {
    answer = ({ edit }) => {
      const own = textEdits(edit).find(({ textDocument }) => textDocument.uri === target);
      server.client.change(target, apply(naive, (own?.edits ?? []) as TextEdit[]), 2);
      return { applied: true };
    };
    const result = await ask(target);
    assert.equal(result?.outcome, 'done');
    assert.match(result.message, /^Hardened: grade [C-F] \(\d+ of 100\) → [AB] \(\d+ of 100\)\.$/);
  });

  test('sends nothing when there is nothing to do', async () => {
    answer = () => assert.fail('no edit was expected');
    const other = target.replace('Dockerfile', 'good.Dockerfile');
    server.client.open(other, 'FROM debian:13-slim\nUSER nobody\n');
    const result = await ask(other);
    assert.equal(result?.outcome, 'nothing-to-do');
    assert.deepEqual(result.message, 'Nothing to harden: grade A (100 of 100).');
  });

  test('answers nothing for a document that is not open', async () => {
    assert.equal(await ask('file:///none/Dockerfile'), null);
  });
});
