import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { configFilesAbove } from '../../server/src/lsp/config-files';
import { modestClient, richClient } from '../harness/client-capabilities';
import { startStdioServer, type LspClient, type StdioServer } from '../harness/lsp-client';

const rule = 'relative-workdir';
const text = 'FROM debian:13-slim\nWORKDIR app\n';

interface Published {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

const published = (
  client: LspClient,
  uri: string,
  accepts: (found: readonly Diagnostic[]) => boolean,
) =>
  client.waitFor<Published>(
    'textDocument/publishDiagnostics',
    (params) => params.uri === uri && accepts(params.diagnostics),
  );

describe('configuration files', () => {
  let folder: string;
  let server: StdioServer;
  const inFolder = (name: string) => path.join(folder, name);
  const uriOf = (name: string) => pathToFileURL(inFolder(name)).href;
  const severityOf = async (name: string) =>
    (await server.client.pull(uriOf(name))).find(({ code }) => code === rule)?.severity;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ironhull-config-'));
    mkdirSync(inFolder('inner/deep'), { recursive: true });
    server = startStdioServer();
    server.client.onRequest('workspace/configuration', () => [{ rules: { [rule]: 'hint' } }]);
    await server.client.initialize(richClient);
    for (const name of ['Dockerfile', 'inner/deep/Dockerfile'])
      server.client.open(uriOf(name), text);
  });
  after(async () => {
    assert.equal(await server.close(), 0);
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: string | undefined) => {
    if (content === undefined) rmSync(inFolder(name));
    else writeFileSync(inFolder(name), content);
    server.client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf(name), type: 2 }],
    });
  };

  test('without a file the settings of the editor apply', async () => {
    assert.equal(await severityOf('Dockerfile'), 4);
  });

  test('a file wins over the editor, in its folder and below', async () => {
    write('.ironhull.json', `{ "rules": { "${rule}": "error" } }`);
    assert.equal(await severityOf('Dockerfile'), 1);
    assert.equal(await severityOf('inner/deep/Dockerfile'), 1);
  });

  test('the nearest file wins', async () => {
    write('inner/.ironhull.json', `{ "rules": { "${rule}": "off" } }`);
    assert.equal(await severityOf('inner/deep/Dockerfile'), undefined);
    assert.equal(await severityOf('Dockerfile'), 1);
  });

  test('a mistake is shown in the file, at its place, until it is gone', async () => {
    const config = uriOf('.ironhull.json');
    write(
      '.ironhull.json',
      `// comment\n{ "rules": { "no-such-rule": "off", "${rule}": "warning" } }`,
    );
    assert.equal(await severityOf('Dockerfile'), 2);
    const { diagnostics } = await published(server.client, config, (found) => found.length === 1);
    const [mistake] = diagnostics;
    assert.equal(mistake?.code, 'configuration');
    assert.match(JSON.stringify(mistake.message), /no-such-rule/);
    assert.deepEqual(mistake.range.start, { line: 1, character: 13 });
    write('.ironhull.json', undefined);
    await published(server.client, config, (found) => found.length === 0);
    assert.equal(await severityOf('Dockerfile'), 4);
  });

  test('a broken file gives a mistake and no crash', async () => {
    for (const content of ['', '[]', '{', '{"rules": 3}', '\u0000\u0001', '{"profile": "loud"}']) {
      write('.ironhull.json', content);
      assert.equal(typeof (await severityOf('Dockerfile')), 'number', content);
    }
    const config = uriOf('.ironhull.json');
    await published(server.client, config, ([first]) =>
      JSON.stringify(first?.message ?? '').includes('profile'),
    );
  });

  test('changed settings of the editor are asked for again', async () => {
    rmSync(inFolder('.ironhull.json'), { force: true });
    server.client.notify('workspace/didChangeWatchedFiles', { changes: [] });
    server.client.onRequest('workspace/configuration', () => [
      { rules: { [rule]: 'information' } },
    ]);
    server.client.notify('workspace/didChangeConfiguration', { settings: null });
    assert.equal(await severityOf('Dockerfile'), 3);
  });

  test('language features can be switched off', async () => {
    const symbols = () =>
      server.client.request<unknown[]>('textDocument/documentSymbol', {
        textDocument: { uri: uriOf('Dockerfile') },
      });
    assert.notEqual((await symbols()).length, 0);
    server.client.onRequest('workspace/configuration', () => [{ languageFeatures: 'off' }]);
    server.client.notify('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await symbols(), []);
  });
});

describe('other files with settings', () => {
  let folder: string;
  let server: StdioServer;
  const inFolder = (name: string) => path.join(folder, name);
  const uriOf = (name: string) => pathToFileURL(inFolder(name)).href;
  const foundIn = async (name: string) =>
    (await server.client.pull(uriOf(name)))
      .map(({ code, severity }) => `${String(code)} ${String(severity)}`)
      .sort();
  const write = (files: Readonly<Record<string, string | undefined>>) => {
    for (const [name, content] of Object.entries(files)) {
      if (content === undefined) rmSync(inFolder(name));
      else writeFileSync(inFolder(name), content);
    }
    server.client.notify('workspace/didChangeWatchedFiles', {
      changes: Object.keys(files).map((name) => ({ uri: uriOf(name), type: 2 })),
    });
  };

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ironhull-config-'));
    mkdirSync(inFolder('inner'));
    server = startStdioServer();
    server.client.onRequest('workspace/configuration', () => [{}]);
    await server.client.initialize(richClient);
    server.client.open(uriOf('inner/a.dev.Dockerfile'), text);
    server.client.open(uriOf('base.Dockerfile'), 'FROM registry.example.com/base:1\nWORKDIR app\n');
  });
  after(async () => {
    assert.equal(await server.close(), 0);
    rmSync(folder, { recursive: true });
  });

  test('that of hadolint counts where there is none of ours, with its mistakes', async () => {
    assert.deepEqual(await foundIn('inner/a.dev.Dockerfile'), [`${rule} 2`]);
    write({ '.hadolint.yaml': 'override: { error: [DL3000] }\nignore: []\n' });
    assert.deepEqual(await foundIn('inner/a.dev.Dockerfile'), [`${rule} 1`]);
    const { diagnostics } = await published(
      server.client,
      uriOf('.hadolint.yaml'),
      (found) => found.length === 1,
    );
    assert.match(JSON.stringify(diagnostics[0]?.message), /hadolint has no setting/);
    assert.deepEqual(diagnostics[0]?.range.start, { line: 1, character: 0 });
  });

  test('package.json goes before it, and has settings for some files', async () => {
    write({
      'package.json': JSON.stringify({
        ironhull: { overrides: [{ files: ['*.dev.Dockerfile'], rules: { [rule]: 'hint' } }] },
      }),
    });
    assert.deepEqual(await foundIn('inner/a.dev.Dockerfile'), [`${rule} 4`]);
    assert.deepEqual(await foundIn('base.Dockerfile'), [`${rule} 2`]);
  });

  test('what a file says of images reaches the document, and goes with the file', async () => {
    const actions = async () => {
      const found = await server.client.request<readonly { readonly title: string }[]>(
        'textDocument/codeAction',
        {
          textDocument: { uri: uriOf('base.Dockerfile') },
          range: { start: { line: 1, character: 8 }, end: { line: 1, character: 8 } },
          context: { diagnostics: [] },
        },
      );
      return found.map(({ title }) => title);
    };
    assert.ok(!(await actions()).some((title) => title.includes('/srv/app')));
    write({
      '.ironhull.json': '{ "images": { "registry.example.com/*": { "workdir": "/srv" } } }',
    });
    assert.ok((await actions()).some((title) => title.includes('/srv/app')));
    write({ '.ironhull.json': undefined });
    assert.ok(!(await actions()).some((title) => title.includes('/srv/app')));
  });
});

describe('settings of an editor that cannot be asked', () => {
  test('come with the start and with each change', async () => {
    const server = startStdioServer();
    const uri = 'file:///Dockerfile';
    await server.client.initialize(modestClient, {
      initializationOptions: { rules: { [rule]: 'error' } },
    });
    server.client.open(uri, text);
    const severity = async (wanted: number) =>
      published(server.client, uri, (found) =>
        found.some((each) => each.code === rule && each.severity === wanted),
      );
    await severity(1);
    server.client.notify('workspace/didChangeConfiguration', {
      settings: { ironhull: { rules: { [rule]: 'hint' } } },
    });
    await severity(4);
    assert.equal(await server.close(), 0);
  });
});

describe('where configuration files are looked for', () => {
  const cases: Record<string, readonly string[]> = {
    'file:///a/b/Dockerfile': [
      'file:///a/b/.ironhull.json',
      'file:///a/.ironhull.json',
      'file:///.ironhull.json',
    ],
    'vscode-vfs://github/o/r/Dockerfile?x#y': [
      'vscode-vfs://github/o/r/.ironhull.json',
      'vscode-vfs://github/o/.ironhull.json',
      'vscode-vfs://github/.ironhull.json',
    ],
    'untitled:Untitled-1': [],
    'git:/a/Dockerfile': [],
    '': [],
  };
  for (const [uri, files] of Object.entries(cases)) {
    test(uri === '' ? 'nowhere' : uri, () => {
      assert.deepEqual(configFilesAbove(uri), files);
    });
  }
});
