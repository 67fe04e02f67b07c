import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { richClient } from '../harness/client-capabilities';
import { ResponseFailure, startStdioServer, type StdioServer } from '../harness/lsp-client';

/** Numbers that look random and are the same in each run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const random = createRandom(20261121);
const bytes = Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 256)));

const powershell = `# escape=\`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
WORKDIR C:\\app
RUN Invoke-WebRequest -Uri https://example.org/a.zip -OutFile a.zip; \`
    Expand-Archive a.zip -DestinationPath C:\\app; \`
    Remove-Item a.zip -Force
CMD ["powershell", "-File", "start.ps1"]
`;

const documents: Record<string, string> = {
  empty: '',
  'a line break': '\n',
  'a byte order mark': '\uFEFF',
  'white space': ' \t\r\n \r \n\t',
  'binary as Latin 1': bytes.toString('latin1'),
  'binary as UTF-8': bytes.toString('utf8'),
  'binary as UTF-16': bytes.toString('utf16le'),
  'lone surrogates': `FROM \uD800\nRUN \uDC00 x\n`,
  'a half-typed keyword': 'FR',
  'a half-typed FROM': 'FROM',
  'a half-typed flag': 'FROM --platform=',
  'an open quote': 'FROM alpine\nRUN echo "a',
  'an open list': 'FROM alpine\nCMD ["a", ',
  'an open heredoc': 'FROM alpine\nRUN <<EOF\necho a',
  'an open continuation': 'FROM alpine\nRUN a \\',
  'an open substitution': 'FROM alpine\nRUN echo $(',
  'an open variable': 'FROM ${',
  'no FROM': 'RUN echo a\nUSER\n',
  'only comments': '# a\n# b\n',
  'another language': 'import os\n\ndef main():\n    print("FROM")\n',
  'carriage returns': 'FROM alpine\rRUN a\r',
  powershell,
};

describe('odd documents', () => {
  let server: StdioServer;
  before(async () => {
    server = startStdioServer();
    server.client.onRequest('workspace/configuration', () => [{ profile: 'strict' }]);
    await server.client.initialize(richClient);
  });
  after(async () => {
    assert.equal(await server.close(), 0);
    assert.equal(server.errors(), '');
    assert.deepEqual(
      server.client.log.filter((line) => line.includes('failed')),
      [],
    );
  });

  /** Everything an editor would ask while someone looks at a document. */
  async function exercise(uri: string, text: string): Promise<readonly Diagnostic[]> {
    const { client } = server;
    const textDocument = { uri };
    const lines = text.split('\n').length;
    const whole = { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } };
    const places = [0, Math.floor(lines / 2), lines - 1].map((line) => ({ line, character: 3 }));
    client.open(uri, text);
    const diagnostics = await client.pull(uri);
    for (const only of [['quickfix'], ['refactor'], ['source.fixAll.ironhull']]) {
      const context = { diagnostics: [], only };
      await client.request('textDocument/codeAction', { textDocument, range: whole, context });
    }
    for (const position of places) {
      for (const name of [
        'hover',
        'completion',
        'definition',
        'documentHighlight',
        'signatureHelp',
      ]) {
        await client.request(`textDocument/${name}`, { textDocument, position });
      }
    }
    for (const name of ['documentSymbol', 'foldingRange', 'documentLink']) {
      await client.request(`textDocument/${name}`, { textDocument });
    }
    client.notify('textDocument/didClose', { textDocument });
    return diagnostics;
  }

  for (const [name, text] of Object.entries(documents)) {
    test(`${name} is survived without a word in the log`, async () => {
      await exercise(`file:///odd/${encodeURIComponent(name)}`, text);
    });
  }

  test('nothing is said about a document without instructions', async () => {
    for (const text of ['', '\n', '\uFEFF', '# only a comment\n']) {
      assert.deepEqual(await exercise('file:///odd/silent', text), []);
    }
  });

  test('every finding lies inside the text', async () => {
    for (const text of Object.values(documents)) {
      const lines = text.split(/\r\n|\r|\n/);
      for (const { range } of await exercise('file:///odd/inside', text)) {
        const length = lines[range.end.line]?.length ?? -1;
        assert.ok(range.end.character <= length, JSON.stringify({ text, range }));
      }
    }
  });

  test('every prefix of a document that is being typed is survived', async () => {
    const { client } = server;
    const uri = 'file:///odd/typed';
    client.open(uri, '');
    for (let length = 0; length <= powershell.length; length++) {
      client.change(uri, powershell.slice(0, length), length + 2);
      await client.pull(uri);
    }
  });

  test('requests about a document that is not open are answered', async () => {
    const textDocument = { uri: 'file:///closed' };
    const position = { line: 0, character: 0 };
    assert.deepEqual(await server.client.pull(textDocument.uri), []);
    assert.equal(
      await server.client.request('textDocument/hover', { textDocument, position }),
      null,
    );
  });

  test('an unknown request is refused and the server lives on', async () => {
    await assert.rejects(
      server.client.request('textDocument/nonsense', {}),
      (error) => error instanceof ResponseFailure && error.code === -32601,
    );
    assert.deepEqual(await server.client.pull('file:///closed'), []);
  });
});
