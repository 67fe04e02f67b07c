import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import type { Hover } from 'vscode-languageserver-protocol';
import { richClient } from '../harness/client-capabilities';
import { ResponseFailure, startStdioServer, type StdioServer } from '../harness/lsp-client';

const stage = `FROM node:24-trixie-slim AS stage
ARG VERSION=1.2.3
ENV NODE_ENV=production PATH=/opt/bin:$PATH
WORKDIR srv/app
COPY --chown=node:node package.json package-lock.json ./
RUN apt-get update && \\
    apt-get install -y --no-install-recommends curl git && \\
    rm -rf /var/lib/apt/lists/*
# ironhull ignore=root-user: measured only
RUN npm ci --omit=dev
COPY --from=stage . .
EXPOSE 8080/tcp
HEALTHCHECK CMD curl -f http://localhost:8080/
USER node
CMD ["node", "server.js"]
`;
const stageLines = stage.split('\n').length - 1;

/** A Dockerfile of many stages. */
const manyLines = (lines: number) => stage.repeat(Math.ceil(lines / stageLines));

/** A Dockerfile of the given length that is not like others. */
const unusual: Record<string, (length: number) => string> = {
  'one word': (length) => `FROM alpine:3.22\nRUN ${'x'.repeat(length)}\n`,
  'many commands': (length) => `FROM alpine:3.22\nRUN ${'echo x && '.repeat(length / 10)}true\n`,
  'many words': (length) => `FROM alpine:3.22\nENV ${'A=b '.repeat(length / 4)}\n`,
  'open brackets': (length) => `FROM alpine:3.22\nRUN ${'( '.repeat(length / 2)}\n`,
  'no instruction': (length) => 'x'.repeat(length),
  'lines that are no instruction': (length) =>
    `FROM alpine:3.22\n${'lorem ipsum # dolor\n'.repeat(length / 20)}`,
  'a comment': (length) => `# ${'x '.repeat(length / 2)}\nFROM alpine:3.22\n`,
};

const small = 'file:///small/Dockerfile';
const smallHover = { textDocument: { uri: small }, position: { line: 1, character: 9 } };

/**
 * How much longer four times the text may take: linear work takes four times as long, quadratic work
 * sixteen times, and the machine is not quiet.
 */
const growthLimit = 10;

/** Times below this are noise. */
const noiseMs = 40;

describe('large documents', () => {
  let server: StdioServer;
  let opened = 0;
  before(async () => {
    server = startStdioServer();
    server.client.onRequest('workspace/configuration', () => [{ profile: 'strict' }]);
    await server.client.initialize(richClient);
    server.client.open(small, 'FROM debian:13-slim\nWORKDIR app\n');
    for (let round = 0; round < 5; round++) await timePull(manyLines(500));
  });
  after(async () => {
    assert.equal(await server.close(), 0);
  });

  function openNew(text: string): string {
    const uri = `file:///large/${String(opened++)}/Dockerfile`;
    server.client.open(uri, text);
    return uri;
  }

  async function timePull(text: string): Promise<number> {
    const uri = openNew(text);
    const start = performance.now();
    await server.client.pull(uri);
    const elapsed = performance.now() - start;
    server.client.notify('textDocument/didClose', { textDocument: { uri } });
    return elapsed;
  }

  /** Asks for the small document's hover while the large one is being checked; both are answered. */
  async function hoverDuringCheck(context: TestContext, text: string): Promise<void> {
    const { client } = server;
    const uri = openNew(text);
    const start = performance.now();
    const order: string[] = [];
    const note = (what: string) => () => {
      order.push(what);
      context.diagnostic(`${what}: ${(performance.now() - start).toFixed(0)} ms`);
    };
    const check = client.pull(uri).then(note('check of the large document'));
    const hover = client.request<Hover>('textDocument/hover', smallHover).then((answer) => {
      note('hover on the small document')();
      return answer;
    });
    assert.match(JSON.stringify((await hover).contents), /relative-workdir/);
    await check;
    assert.deepEqual(order, ['hover on the small document', 'check of the large document']);
    const again = performance.now();
    await client.request('textDocument/hover', { ...smallHover, textDocument: { uri } });
    context.diagnostic(`hover on the large document: ${(performance.now() - again).toFixed(0)} ms`);
    const range = { start: smallHover.position, end: smallHover.position };
    await client.request('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], only: ['quickfix'] },
    });
    context.diagnostic(`then its quick fixes: ${(performance.now() - again).toFixed(0)} ms`);
    client.notify('textDocument/didClose', { textDocument: { uri } });
  }

  async function assertGrowth(context: TestContext, quarter: string, whole: string): Promise<void> {
    const before = Math.min(await timePull(quarter), await timePull(quarter));
    const now = Math.min(await timePull(whole), await timePull(whole));
    const ratio = now / Math.max(before, noiseMs);
    context.diagnostic(
      `${String(quarter.length)} characters ${before.toFixed(0)} ms, ` +
        `${String(whole.length)} characters ${now.toFixed(0)} ms, ratio ${ratio.toFixed(1)}`,
    );
    assert.ok(ratio < growthLimit, `ratio ${ratio.toFixed(1)}`);
  }

  test('10,000 lines keep no other request waiting', async (context) => {
    await hoverDuringCheck(context, manyLines(10_000));
  });

  test('a line of 1 MB keeps no other request waiting', async (context) => {
    await hoverDuringCheck(context, `FROM alpine:3.22\nRUN ${'echo x && '.repeat(100_000)}true\n`);
  });

  test('requests that come while a check runs are answered', async (context) => {
    const { client } = server;
    const uri = openNew(manyLines(10_000));
    const state = { running: true };
    const check = client.pull(uri).then(() => {
      state.running = false;
    });
    const waits: number[] = [];
    while (state.running) {
      const start = performance.now();
      await client.request('textDocument/hover', smallHover);
      waits.push(performance.now() - start);
    }
    await check;
    const longest = Math.max(...waits).toFixed(0);
    context.diagnostic(`${String(waits.length)} hovers meanwhile, the longest wait ${longest} ms`);
    assert.ok(1 < waits.length);
  });

  test('the time grows with the number of lines, not with its square', async (context) => {
    await assertGrowth(context, manyLines(2_500), manyLines(10_000));
  });

  for (const [name, lineOf] of Object.entries(unusual)) {
    test(`the time grows with the length, not with its square: ${name}`, async (context) => {
      await assertGrowth(context, lineOf(250_000), lineOf(1_000_000));
    });
  }

  test('a cancelled check is answered as cancelled, before it began', async (context) => {
    const { client } = server;
    const uri = openNew(manyLines(10_000));
    const start = performance.now();
    const { id, answer } = client.startRequest('textDocument/diagnostic', {
      textDocument: { uri },
    });
    client.notify('$/cancelRequest', { id });
    await assert.rejects(
      answer,
      (error) => error instanceof ResponseFailure && error.code === -32800,
    );
    context.diagnostic(`cancelled after ${(performance.now() - start).toFixed(0)} ms`);
    assert.notDeepEqual(await client.pull(uri), []);
  });

  test('a text that changes before its check is checked in its new version only', async () => {
    const { client } = server;
    const uri = openNew(manyLines(10_000));
    const first = client.pull(uri);
    client.change(uri, 'FROM debian:13-slim\nWORKDIR app\n', 2);
    assert.deepEqual(await first, await client.pull(uri));
  });

  test('a hover whose text changes meanwhile is dropped', async () => {
    const { client } = server;
    const uri = openNew(manyLines(10_000));
    const answer = client.request('textDocument/hover', {
      textDocument: { uri },
      position: { line: 1, character: 1 },
    });
    client.change(uri, 'FROM scratch\n', 2);
    await assert.rejects(
      answer,
      (error) => error instanceof ResponseFailure && error.code === -32801,
    );
  });

  test('a text too long for upstream is named in the log once', async () => {
    const { client } = server;
    const uri = openNew(manyLines(10_000));
    for (let round = 0; round < 3; round++) {
      const symbols = await client.request('textDocument/documentSymbol', {
        textDocument: { uri },
      });
      assert.deepEqual(symbols, []);
    }
    const named = client.log.filter((line) => line.includes(uri) && line.includes('too long'));
    assert.equal(named.length, 1);
  });
});
