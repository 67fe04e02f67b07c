import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createFolder, type CliResult } from '../harness/cli';
import { digestOf, playRegistry, send, sendManifest } from '../harness/registry';

const index = '{"schemaVersion":2}';
const digest = digestOf(index);
const program = path.resolve('dist/cli/main.js');

/** Runs the built command line beside the registry that this process plays. */
async function run(
  args: readonly string[],
  cwd: string,
  input = '',
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [program, 'pin', ...args], {
    cwd,
    env: { ...process.env, DOCKER_CONFIG: cwd, ...env },
  });
  const result = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (result.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (result.stderr += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number]; // Events of Node are untyped.
  return { code, ...result };
}

const { host, seen } = await playRegistry(({ url }, response) => {
  if (url.startsWith('/v2/app/base/')) sendManifest(response, index);
  else send(response, 404);
});

describe('ironhull pin', () => {
  test('asks nobody without --online', async () => {
    const folder = createFolder({ Dockerfile: `FROM ${host}/app/base:1\n` });
    const { code, stdout, stderr } = await run(['Dockerfile', '--write'], folder);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^error: Registries are closed: .*"--online"/);
    assert.equal(seen.length, 0);
  });

  test('tells what it asked and what came, and writes nothing by itself', async () => {
    const text = `FROM ${host}/app/base:1 AS a\nFROM a\nARG V\nFROM base:$V\nFROM plain\n`;
    const folder = createFolder({ Dockerfile: text });
    const { code, stdout, stderr } = await run(['--online'], folder);
    assert.equal(code, 0);
    assert.equal(stdout, `Dockerfile:1 ${host}/app/base:1@${digest}\n`);
    assert.equal(
      stderr,
      `Asked ${host} for app/base:1: ${digest}\n` +
        'Dockerfile:4: not pinned: The reference comes from a variable: it can be another image in another build.\n' +
        'Dockerfile:5: not pinned: The image has no tag: write one first, since a digest alone does not tell which version it is, nor what it can be updated to.\n',
    );
    assert.equal(readFileSync(path.join(folder, 'Dockerfile'), 'utf8'), text);
  });

  test('pins all images of all files, asking once for each', async () => {
    const before = seen.length;
    const text = `\ufeffFROM ${host}/app/base:1\r\nCOPY --from=${host}/app/base:2 /a /a\r\n`;
    const folder = createFolder({ 'a/Dockerfile': text, 'b/Dockerfile': text });
    const { code, stderr } = await run(['--online', '--write', 'a', 'b'], folder);
    assert.equal(code, 0, stderr);
    for (const name of ['a', 'b']) {
      assert.equal(
        readFileSync(path.join(folder, name, 'Dockerfile'), 'utf8'),
        text.replaceAll(/:\d(?= |\r)/g, `$&@${digest}`),
      );
      assert.match(stderr, new RegExp(`^Wrote ${name}/Dockerfile\\.$`, 'm'));
    }
    assert.equal(seen.length - before, 2);
    const again = await run(['--online', '--write', 'a'], folder);
    assert.deepEqual(again, { code: 0, stdout: '', stderr: '' });
    assert.equal(seen.length - before, 2);
  });

  test('shows a diff', async () => {
    const folder = createFolder({ Dockerfile: `FROM ${host}/app/base:1\n` });
    const { code, stdout } = await run(['--online', '--diff', '--quiet', 'Dockerfile'], folder);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n@@ -1 \+1 @@\n-FROM .*\n\+FROM .*@sha256:/,
    );
  });

  test('pins what it can, and fails for the rest', async () => {
    const folder = createFolder({
      Dockerfile: `FROM ${host}/app/base:1\nFROM ${host}/app/none:1\nFROM 127.0.0.1:1/a:1\n`,
    });
    const { code, stderr } = await run(['--online', '--write', 'Dockerfile', 'none'], folder);
    assert.equal(code, 2);
    assert.ok(
      stderr.includes(`error: ${host}/app/none:1: not pinned: ${host} has no app/none:1.\n`),
    );
    assert.match(
      stderr,
      /error: 127\.0\.0\.1:1\/a:1: not pinned: 127\.0\.0\.1:1 cannot be reached/,
    );
    assert.match(stderr, /error: none: no such file or folder/);
    const text = readFileSync(path.join(folder, 'Dockerfile'), 'utf8');
    assert.ok(text.startsWith(`FROM ${host}/app/base:1@${digest}\nFROM ${host}/app/none:1\n`));
  });

  test('reads standard input', async () => {
    const folder = createFolder();
    const args = ['--online', '-', '--stdin-filename', 'x.dockerfile', '--quiet'];
    const { code, stdout } = await run(args, folder, `FROM ${host}/app/base:1\n`);
    assert.deepEqual([code, stdout], [0, `x.dockerfile:1 ${host}/app/base:1@${digest}\n`]);
    const { stderr } = await run(['--online', '-', '--write'], folder);
    assert.match(stderr, /standard input cannot be written/);
  });

  test('tells when a file cannot be written', { skip: process.getuid?.() === 0 }, async () => {
    const folder = createFolder({ Dockerfile: `FROM ${host}/app/base:1\n` });
    chmodSync(path.join(folder, 'Dockerfile'), 0o444);
    const { code, stderr } = await run(['--online', '--write'], folder);
    assert.equal(code, 2);
    assert.match(stderr, /error: Dockerfile: not changed: permission denied/);
    assert.equal(statSync(path.join(folder, 'Dockerfile')).mode & 0o777, 0o444);
  });

  test("uses the login in Docker's file", async () => {
    const closed = await playRegistry(({ headers }, response) => {
      if (headers.authorization === 'Basic YW5uOmI=') sendManifest(response, index);
      else send(response, 401, { 'www-authenticate': 'Basic realm="x"' });
    });
    const folder = createFolder({
      Dockerfile: `FROM ${closed.host}/a:1\n`,
      'config.json': JSON.stringify({ auths: { [closed.host]: { auth: 'YW5uOmI=' } } }),
    });
    assert.equal((await run(['--online'], folder)).code, 0);
    const without = await run(['--online'], folder, '', { DOCKER_CONFIG: `${folder}/none` });
    assert.match(without.stderr, /wants a login to show it/);
  });
});
