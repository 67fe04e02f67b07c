import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

describe('a broken configuration hides no finding and is shown in its file', () => {
  let folder: string;
  let server: StdioServer;
  const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
  const dockerfile = 'sub/Dockerfile';
  const codes = async () =>
    (await server.client.pull(uriOf(dockerfile))).map(({ code }) => String(code));

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ironhull-config-'));
    mkdirSync(path.join(folder, 'sub'));
    server = startStdioServer();
    server.client.onRequest('workspace/configuration', () => [{}]);
    await server.client.initialize(richClient);
    server.client.open(uriOf(dockerfile), `${text}MAINTAINER Ada\n`);
  });
  after(async () => {
    assert.equal(await server.close(), 0);
    rmSync(folder, { recursive: true });
  });

  const all = [rule, 'deprecated-maintainer'];
  const deep = '['.repeat(50_000);
  const rows: readonly (readonly [string, string | Uint8Array, readonly string[], number])[] = [
    ['.ironhull.json', '{', all, 1],
    ['.ironhull.json', '{ "rules": { "IH801": "off" ', [rule], 1],
    ['.ironhull.json', deep, all, 1],
    ['.ironhull.json', new Uint8Array([0, 1, 2]), all, 1],
    ['.ironhull.json', ' '.repeat(3_000_000), all, 1],
    ['package.json', '{ "ironhull": { "rules": { "IH801": "off" }', [rule], 1],
    ['.hadolint.yaml', 'ignored: [DL4000', all, 1],
    ['.hadolint.yaml', 'ignore: [DL4000]', all, 2],
    ['.hadolint.yaml', deep, all, 1],
    ['.hadolint.yml', 'ignored: &a [*a]', all, 1],
    ['.trivyignore.yaml', 'misconfigurations: 3', all, 1],
    ['sub/.ironhull.json', '[]', all, 1],
  ];
  const tell = (name: string) => {
    // What was published before is no answer to this.
    server.client.notifications.splice(0);
    server.client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf(name), type: 2 }],
    });
  };
  for (const [index, [name, content, left, severity]] of rows.entries()) {
    test(`${name}, row ${String(index + 1)}`, async () => {
      writeFileSync(path.join(folder, name), content);
      tell(name);
      assert.deepEqual(await codes(), left);
      const { diagnostics } = await published(
        server.client,
        uriOf(name),
        (found) => found[0]?.severity === severity,
      );
      assert.ok(diagnostics.every(({ code }) => code === 'configuration'));
      rmSync(path.join(folder, name));
      tell(name);
      await published(server.client, uriOf(name), (found) => found.length === 0);
      assert.deepEqual(await codes(), all);
    });
  }

  for (const [what, create] of [
    ['a folder', mkdirSync],
    [
      'a link to itself',
      (file: string) => {
        symlinkSync(path.basename(file), file);
      },
    ],
    [
      'a link to nothing',
      (file: string) => {
        symlinkSync('nothing', file);
      },
    ],
  ] as const) {
    test(`.ironhull.json that is ${what}`, async () => {
      create(path.join(folder, '.ironhull.json'));
      tell('.ironhull.json');
      assert.deepEqual(await codes(), all);
      const { diagnostics } = await published(
        server.client,
        uriOf('.ironhull.json'),
        (found) => found.length === 1,
      );
      assert.match(JSON.stringify(diagnostics[0]?.message), /cannot be read/);
      rmSync(path.join(folder, '.ironhull.json'), { recursive: true });
      tell('.ironhull.json');
      await published(server.client, uriOf('.ironhull.json'), (found) => found.length === 0);
    });
  }

  test('a byte order mark is no mistake, and places are as the editor counts', async () => {
    writeFileSync(
      path.join(folder, '.ironhull.json'),
      '\uFEFF{ "rules": { "IH801": "off", "x": "off" } }',
    );
    tell('.ironhull.json');
    assert.deepEqual(await codes(), [rule]);
    const { diagnostics } = await published(
      server.client,
      uriOf('.ironhull.json'),
      (found) => found.length === 1,
    );
    assert.deepEqual(diagnostics[0]?.range.start, { line: 0, character: 29 });
  });

  test('settings that another file of the folder goes before are shown as such', async () => {
    writeFileSync(path.join(folder, 'package.json'), '{ "ironhull": { "profile": "strict" } }');
    tell('package.json');
    assert.deepEqual(await codes(), [rule]);
    const { diagnostics } = await published(
      server.client,
      uriOf('package.json'),
      (found) => found.length === 1,
    );
    assert.match(JSON.stringify(diagnostics[0]?.message), /do not count/);
    assert.equal(diagnostics[0]?.severity, 2);
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
