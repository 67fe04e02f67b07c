import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { after, describe, test } from 'node:test';
import type {
  CodeAction,
  Diagnostic,
  Hover,
  PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol';
import { modestClient, richClient } from '../harness/client-capabilities';
import { startStdioServer, type LspClient, type StdioServer } from '../harness/lsp-client';
import {
  createFakeProgram,
  needsShellcheck,
  oneComment,
  recordedAnswers,
  shellcheckVersion,
  type FakeProgram,
} from '../harness/shellcheck';

const uri = 'file:///project/Dockerfile';
const text = 'FROM debian:13-slim\nWORKDIR app\nRUN echo $x\n';

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

const servers: StdioServer[] = [];
after(async () => {
  for (const server of servers) {
    assert.equal(await server.close(), 0);
    assert.equal(server.errors(), '');
  }
});

/** A server for an editor that gets diagnostics pushed. */
async function startServer(
  settings: object,
  ...options: Parameters<typeof startStdioServer>
): Promise<LspClient> {
  const server = startStdioServer(...options);
  servers.push(server);
  await server.client.initialize(modestClient, { initializationOptions: settings });
  return server.client;
}

function settingsFor({ path: shellcheckPath }: FakeProgram): object {
  return { shellcheck: 'on', shellcheckPath };
}

/** The diagnostics of a version that have a code. */
function pushedWith(client: LspClient, code: string, version = 1, of = uri) {
  return client.waitFor<PublishDiagnosticsParams>(
    'textDocument/publishDiagnostics',
    (params) =>
      params.uri === of && params.version === version && codes(params.diagnostics).includes(code),
  );
}

function messagesOf(client: LspClient): readonly string[] {
  return client.notifications
    .filter(({ method }) => method === 'window/showMessage')
    .map(({ params }) => JSON.stringify(params));
}

/** Waits for something that is not told. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 600 && !isSo(); turn++) await setTimeout(50);
  assert.ok(isSo());
}

const warn = `answer(${JSON.stringify(oneComment(2999, 'Something.'))});`;

/** Waits until a file is there. */
const waitFor = (file: string): string =>
  `while (!require('node:fs').existsSync(${JSON.stringify(file)})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);`;

describe('the server with ShellCheck', () => {
  test('starts no program unless a person wants it', async () => {
    const program = createFakeProgram(warn);
    const client = await startServer({ shellcheckPath: program.path });
    client.open(uri, text);
    await client.pushed(uri, 1);
    await setTimeout(500);
    assert.deepEqual(program.calls(), []);
  });

  test('publishes our findings first, and all of them later', async () => {
    const gate = path.join(createFakeProgram('').folder, 'gate');
    const program = createFakeProgram(`${waitFor(gate)} ${warn}`);
    const client = await startServer(settingsFor(program));
    client.open(uri, text);
    const first = await client.pushed(uri, 1);
    assert.ok(codes(first.diagnostics).includes('relative-workdir'));
    assert.ok(!codes(first.diagnostics).includes('SC2999'));
    await until(() => program.calls().length === 1);
    writeFileSync(gate, '');
    const { diagnostics } = await pushedWith(client, 'SC2999');
    assert.ok(codes(diagnostics).includes('relative-workdir'));
    const found = diagnostics.find(({ code }) => code === 'SC2999');
    assert.equal(found?.source, 'shellcheck');
    assert.equal(found.severity, 2);
    assert.equal(found.message, 'Something.');
    assert.equal(found.codeDescription?.href, 'https://www.shellcheck.net/wiki/SC2999');
    assert.deepEqual(found.range, {
      start: { line: 2, character: 4 },
      end: { line: 2, character: 8 },
    });
    assert.deepEqual(program.calls(), [
      '--norc --format=json1 --shell=dash --exclude=SC1090,SC1091,SC2187 -\necho $x',
    ]);
  });

  test('checks a script once, however often the rest changes', async () => {
    const program = createFakeProgram(warn);
    const client = await startServer(settingsFor(program));
    client.open(uri, text);
    await pushedWith(client, 'SC2999');
    client.change(uri, `# comment\n${text}`, 2);
    const next = await client.pushed(uri, 2);
    assert.equal(next.diagnostics.find(({ code }) => code === 'SC2999')?.range.start.line, 3);
    client.change(uri, `${text}RUN true\n`, 3);
    await until(() => program.calls().length === 2);
    assert.match(program.calls()[1] ?? '', /\ntrue$/);
  });

  test('runs one program at a time for a document', async () => {
    const lock = path.join(createFakeProgram('').folder, 'lock');
    const program = createFakeProgram(
      `const fs = require('node:fs'); const lock = ${JSON.stringify(lock)};
       if (fs.existsSync(lock)) appendFileSync(lock + '.overlap', 'x');
       fs.writeFileSync(lock, ''); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50); fs.rmSync(lock); ${warn}`,
    );
    const client = await startServer(settingsFor(program));
    client.open(uri, `${text}RUN a\nRUN b\nRUN c\n`);
    const { diagnostics } = await pushedWith(client, 'SC2999');
    assert.equal(codes(diagnostics).filter((code) => code === 'SC2999').length, 4);
    assert.ok(!existsSync(`${lock}.overlap`));
  });

  test('ends a program that nobody waits for any more', async () => {
    const never = path.join(createFakeProgram('').folder, 'never');
    const program = createFakeProgram(
      `if (input === 'slow') { appendFileSync(${JSON.stringify(never)} + '.pid', String(process.pid)); ${waitFor(never)} } ${warn}`,
    );
    const client = await startServer(settingsFor(program));
    client.open(uri, 'FROM debian:13-slim\nRUN slow\n');
    await until(() => existsSync(`${never}.pid`));
    const pid = Number(readFileSync(`${never}.pid`, 'utf8'));
    client.change(uri, 'FROM debian:13-slim\nRUN fast\n', 2);
    await pushedWith(client, 'SC2999', 2);
    await until(() => !isAlive(pid));
    assert.deepEqual(messagesOf(client), []);
  });

  test('ends it when the document is closed', async () => {
    const never = path.join(createFakeProgram('').folder, 'never');
    const program = createFakeProgram(
      `appendFileSync(${JSON.stringify(never)} + '.pid', String(process.pid)); ${waitFor(never)}`,
    );
    const client = await startServer(settingsFor(program));
    client.open(uri, text);
    await until(() => existsSync(`${never}.pid`));
    client.notify('textDocument/didClose', { textDocument: { uri } });
    await until(() => !isAlive(Number(readFileSync(`${never}.pid`, 'utf8'))));
  });

  const broken: readonly (readonly [title: string, body: string, reason: RegExp])[] = [
    ['crashes', 'process.kill(process.pid, "SIGSEGV");', /exit code null/],
    ['does not know its options', 'process.exit(4);', /exit code 4/],
    ['answers garbage', 'answer("<html>");', /answer cannot be read/],
    ['answers something else', 'answer(JSON.stringify([{ line: 1 }]));', /answer cannot be read/],
    ['never stops to write', 'for (;;) answer("x".repeat(65536));', /more than 4194304 bytes/],
  ];
  for (const [title, body, reason] of broken) {
    test(`that ${title} loses nothing of ours, and tells it once`, async () => {
      const client = await startServer(settingsFor(createFakeProgram(body)));
      client.open(uri, `${text}RUN a\n`);
      const { diagnostics } = await client.pushed(uri, 1);
      assert.ok(codes(diagnostics).includes('relative-workdir'));
      const logged = () => client.log.filter((line) => reason.test(line)).length;
      await until(() => logged() === 2);
      assert.equal(messagesOf(client).length, 1);
      assert.match(messagesOf(client)[0] ?? '', /ShellCheck failed on a script/);
      client.change(uri, `${text}RUN b\n`, 2);
      await until(() => logged() === 3);
      assert.equal(messagesOf(client).length, 1);
    });
  }

  test('that is something else is not used', async () => {
    const program = createFakeProgram(warn, '');
    const client = await startServer(settingsFor(program));
    client.open(uri, text);
    await until(() => client.log.some((line) => line.includes('is not ShellCheck')));
    assert.deepEqual(program.calls(), []);
  });

  test('that is missing where it should be is told once', async () => {
    const client = await startServer({ shellcheck: 'on', shellcheckPath: '/nowhere/shellcheck' });
    client.open(uri, `${text}RUN a\n`);
    client.open('file:///project/other/Dockerfile', text);
    await until(() => messagesOf(client).length === 1);
    client.change(uri, `${text}RUN b\n`, 2);
    const { diagnostics } = await client.pushed(uri, 2);
    assert.ok(codes(diagnostics).includes('relative-workdir'));
    await setTimeout(300);
    assert.equal(messagesOf(client).length, 1);
    assert.match(messagesOf(client)[0] ?? '', /ironhull\.shellcheckPath.*\/nowhere\/shellcheck/);
  });

  test('that is nowhere is told with what to do', async () => {
    const client = await startServer({ shellcheck: 'on' }, [], { env: { PATH: '/nowhere' } });
    client.open(uri, text);
    await until(() => messagesOf(client).length === 1);
    assert.match(messagesOf(client)[0] ?? '', /neither in PATH nor in the extension.*Install it/);
  });

  test('that is in the extension is found there', async () => {
    const program = createFakeProgram(warn);
    const { platform, arch } = process;
    const below = path.join(program.folder, 'binaries', platform, arch);
    spawnSync('mkdir', ['-p', below]);
    spawnSync('cp', [program.path, path.join(below, 'shellcheck')]);
    const args = [`--shellcheck-extension=${program.folder}`];
    const client = await startServer({ shellcheck: 'on' }, [], { args, env: { PATH: '/nowhere' } });
    client.open(uri, text);
    await pushedWith(client, 'SC2999');
  });

  test('is switched on and off while documents are open', async () => {
    const program = createFakeProgram(warn);
    const client = await startServer({});
    client.open(uri, text);
    await client.pushed(uri, 1);
    client.notify('workspace/didChangeConfiguration', {
      settings: { ironhull: settingsFor(program) },
    });
    await pushedWith(client, 'SC2999');
    const before = client.notifications.length;
    client.notify('workspace/didChangeConfiguration', { settings: { ironhull: {} } });
    await until(() =>
      client.notifications
        .slice(before)
        .some(({ params }) => !JSON.stringify(params).includes('SC2999')),
    );
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('an editor that asks for diagnostics', () => {
  test('is told to ask again, and has actions and pages', async () => {
    const replacement = { line: 1, column: 6, endLine: 1, endColumn: 8 };
    const comment = { ...replacement, level: 'info', code: 2086, message: 'Quote.' };
    const fix = { replacements: [{ ...replacement, replacement: '"$x"', insertionPoint: 'x' }] };
    const answer = JSON.stringify({ comments: [{ ...comment, fix }] });
    const program = createFakeProgram(`answer(${JSON.stringify(answer)});`);
    const server = startStdioServer();
    servers.push(server);
    const { client } = server;
    client.onRequest('workspace/configuration', () => [settingsFor(program)]);
    const refreshed = new Promise((resolve) => {
      client.onRequest('workspace/diagnostic/refresh', () => {
        resolve(undefined);
        return null;
      });
    });
    await client.initialize(richClient);
    client.open(uri, text.replace('WORKDIR', 'ARG x=1\nWORKDIR'));
    assert.ok(codes(await client.pull(uri)).includes('relative-workdir'));
    await refreshed;
    const found = (await client.pull(uri)).find(({ code }) => code === 'SC2086');
    assert.equal(found?.severity, 3);
    const textDocument = { uri };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument,
      range: found.range,
      context: { diagnostics: [found], only: ['quickfix'] },
    });
    const [quote, ignore] = actions;
    assert.equal(quote?.title, 'Apply the fix of ShellCheck for SC2086');
    assert.match(JSON.stringify(quote.edit), /changes-the-image/);
    assert.equal(quote.isPreferred, undefined);
    assert.equal(ignore?.title, 'Ignore SC2086 here, with a reason');
    const hover = await client.request<Hover>('textDocument/hover', {
      textDocument,
      position: found.range.start,
    });
    assert.match(JSON.stringify(hover.contents), /wiki\/SC2086/);
    assert.equal(program.calls().length, 1);
  });
});

describe('ShellCheck itself', () => {
  test('finds in place what it finds', needsShellcheck, async () => {
    const client = await startServer({ shellcheck: 'on' });
    const tricky =
      '\uFEFFFROM alpine:3.23\r\nRUN echo "😀" \\\r\n # c\r\n\t$X && \\\r\n cd /x; \\\r\n y\r\nRUN <<-E\r\n\t\tprintf "ä" $Y\r\n\tE\r\n';
    client.open(uri, tricky);
    const { diagnostics } = await pushedWith(client, 'SC2086');
    const places = diagnostics
      .filter(({ source }) => source === 'shellcheck')
      .map(({ code, range: { start, end } }) =>
        [code, start.line, start.character, end.line, end.character].join(' '),
      );
    assert.deepEqual(places, [
      'SC2086 3 1 3 3',
      'SC2164 4 1 4 6',
      'SC2182 7 9 7 12',
      'SC2086 7 13 7 15',
    ]);
  });

  const recordedWith = '0.9.0';
  const isOther = shellcheckVersion !== undefined && shellcheckVersion !== recordedWith;
  const options = isOther
    ? { skip: `answers are recorded with ShellCheck ${recordedWith}, here is another` }
    : needsShellcheck;
  test('answers as is recorded', options, () => {
    for (const { shell, script, report } of recordedAnswers) {
      const { stdout } = spawnSync(
        'shellcheck',
        ['--norc', '--format=json1', `--shell=${shell}`, '--exclude=SC1090,SC1091,SC2187', '-'],
        { input: script, encoding: 'utf8' },
      );
      assert.deepEqual(JSON.parse(stdout), report);
    }
  });
});
