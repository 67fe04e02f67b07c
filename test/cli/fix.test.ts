import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createFolder, run, type CliOptions, type CliResult } from '../harness/cli';

const before = 'FROM debian:13\nWORKDIR app\n';
const after = 'FROM debian:13\nWORKDIR /app\n';
const only = ['--only', 'relative-workdir'];

function fix(
  cwd: string,
  args: readonly string[] = [],
  options: Partial<CliOptions> = {},
): CliResult {
  return run(['fix', ...only, ...args], { cwd, ...options });
}

function contentOf(...names: readonly string[]): string {
  return readFileSync(path.join(...names), 'latin1');
}

describe('fix', () => {
  test('writes what safe fixes make, and tells what was fixed', () => {
    const cwd = createFolder({ Dockerfile: before, 'a.dockerfile': after });
    const { code, stdout, stderr } = fix(cwd);
    assert.deepEqual({ code, stdout }, { code: 0, stdout: '' });
    assert.match(stderr, /^Dockerfile:\n {2}relative-workdir: \S.*\nApplied 1 fix in 1 file\.\n$/);
    assert.equal(contentOf(cwd, 'Dockerfile'), after);
    assert.deepEqual(readdirSync(cwd), ['Dockerfile', 'a.dockerfile']);
  });

  test('tells a repeated fix once, with its number', () => {
    const cwd = createFolder({ Dockerfile: 'FROM x\nMAINTAINER a\nMAINTAINER a\n' });
    const { stderr } = run(['fix', '--only', 'deprecated-maintainer'], { cwd });
    assert.match(
      stderr,
      /^Dockerfile:\n {2}deprecated-maintainer: \S.* \(2 times\)\nApplied 2 fixes in 1 file\.\n$/,
    );
  });

  test('leaves a file alone that needs nothing', () => {
    const cwd = createFolder({ Dockerfile: after });
    utimesSync(path.join(cwd, 'Dockerfile'), 1000, 1000);
    assert.deepEqual(fix(cwd), { code: 0, stdout: '', stderr: 'Nothing to fix.\n' });
    assert.equal(statSync(path.join(cwd, 'Dockerfile')).mtimeMs, 1_000_000);
  });

  test('says nothing with --quiet', () => {
    const cwd = createFolder({ Dockerfile: before });
    assert.deepEqual(fix(cwd, ['--quiet']), { code: 0, stdout: '', stderr: '' });
  });

  test('applies unsafe fixes only with --unsafe', () => {
    const cwd = createFolder({ Dockerfile: 'FROM python:latest\nUSER 10001\n' });
    const args = ['fix', '--only', 'latest-tag'];
    assert.equal(run(args, { cwd }).stderr, 'Nothing to fix.\n');
    assert.match(run([...args, '--unsafe'], { cwd }).stderr, /^ {2}latest-tag: \S/m);
    assert.match(contentOf(cwd, 'Dockerfile'), /^FROM python:[\d.]+$/m);
  });

  test('fixes the other files when one cannot be read', () => {
    const cwd = createFolder({ 'a.dockerfile': before, 'z.dockerfile': before });
    symlinkSync('nowhere', path.join(cwd, 'm.dockerfile'));
    const { code, stderr } = fix(cwd);
    assert.equal(code, 2);
    assert.match(stderr, /^error: m\.dockerfile: a symbolic link to nothing$/m);
    assert.equal(contentOf(cwd, 'a.dockerfile'), after);
    assert.equal(contentOf(cwd, 'z.dockerfile'), after);
  });

  test('writes standard input fixed to standard output', () => {
    const cwd = createFolder();
    assert.equal(fix(cwd, ['-'], { input: before }).stdout, after);
    assert.equal(fix(cwd, ['-'], { input: after }).stdout, after);
    assert.equal(fix(cwd, ['-'], { input: '' }).stdout, '');
    const bom = `\ufeff${before.replaceAll('\n', '\r\n')}`;
    assert.equal(fix(cwd, ['-'], { input: bom }).stdout, `\ufeff${after.replaceAll('\n', '\r\n')}`);
  });

  test('gives no text for standard input that is not UTF-8', () => {
    const { code, stdout } = fix(createFolder(), ['-'], { input: Buffer.from([0x46, 0xe9]) });
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  });
});

describe('bytes', () => {
  test('byte order mark, CRLF, and the missing end of the last line stay', () => {
    const cwd = createFolder({ Dockerfile: '\ufeffFROM debian:13\r\n# café\r\nWORKDIR app' });
    fix(cwd);
    assert.equal(
      readFileSync(path.join(cwd, 'Dockerfile'), 'utf8'),
      '\ufeffFROM debian:13\r\n# café\r\nWORKDIR /app',
    );
  });

  for (const [what, bytes] of [
    ['Latin-1', Buffer.from(`${before}# caf\xe9\n`, 'latin1')],
    [
      'a lone surrogate',
      Buffer.concat([Buffer.from(`${before}# `), Buffer.from([0xed, 0xa0, 0x80])]),
    ],
    ['a NUL', Buffer.from(`${before}# \0\n`)],
  ] as const) {
    test(`a file with ${what} is left as it is`, () => {
      const cwd = createFolder({ Dockerfile: bytes });
      const named = fix(cwd, ['Dockerfile']);
      assert.equal(named.code, 2);
      assert.match(named.stderr, /^error: Dockerfile: not a text file/);
      const found = fix(cwd);
      assert.equal(found.code, 0);
      assert.match(found.stderr, /^Skipped Dockerfile: not a text file/);
      assert.deepEqual(readFileSync(path.join(cwd, 'Dockerfile')), bytes);
    });
  }
});

describe('writing', () => {
  test('keeps the mode', () => {
    const cwd = createFolder({ Dockerfile: before });
    for (const mode of [0o755, 0o600, 0o666]) {
      writeFileSync(path.join(cwd, 'Dockerfile'), before);
      chmodSync(path.join(cwd, 'Dockerfile'), mode);
      fix(cwd);
      assert.equal(statSync(path.join(cwd, 'Dockerfile')).mode & 0o7777, mode);
      assert.equal(contentOf(cwd, 'Dockerfile'), after);
    }
  });

  test('keeps a symbolic link and changes its target', () => {
    const cwd = createFolder({ 'real/file': before });
    symlinkSync('real/file', path.join(cwd, 'link'));
    symlinkSync('link', path.join(cwd, 'Dockerfile'));
    assert.equal(fix(cwd).code, 0);
    assert.ok(lstatSync(path.join(cwd, 'Dockerfile')).isSymbolicLink());
    assert.equal(readlinkSync(path.join(cwd, 'link')), 'real/file');
    assert.equal(contentOf(cwd, 'real/file'), after);
    assert.deepEqual(readdirSync(path.join(cwd, 'real')), ['file']);
  });

  test('works on the longest name a folder can hold', () => {
    const name = `${'x'.repeat(244)}.dockerfile`;
    const cwd = createFolder({ [name]: before });
    assert.equal(fix(cwd).code, 0);
    assert.equal(contentOf(cwd, name), after);
  });

  for (const call of ['openSync', 'writeFileSync', 'fsyncSync', 'closeSync', 'renameSync']) {
    test(`leaves the file and no other behind when ${call} fails; the next file is fixed`, () => {
      const cwd = createFolder({
        'a.dockerfile': before,
        'b.dockerfile': before,
        'fail.cjs': failOnce(call),
      });
      const { code, stderr } = fix(cwd, [], { node: ['--require', path.join(cwd, 'fail.cjs')] });
      assert.equal(code, 2);
      assert.match(stderr, /^error: a\.dockerfile: not changed: no space left on the device$/m);
      assert.match(stderr, /^Applied 1 fix in 1 file\.$/m);
      assert.equal(contentOf(cwd, 'a.dockerfile'), before);
      assert.equal(contentOf(cwd, 'b.dockerfile'), after);
      assert.deepEqual(readdirSync(cwd), ['a.dockerfile', 'b.dockerfile', 'fail.cjs']);
    });
  }

  // For root nothing is write-protected; nobody else may give files away.
  const isRoot = process.getuid?.() === 0;

  test('refuses a write-protected file', { skip: isRoot }, () => {
    const cwd = createFolder({ Dockerfile: before });
    chmodSync(path.join(cwd, 'Dockerfile'), 0o444);
    const { code, stderr } = fix(cwd);
    assert.equal(code, 2);
    assert.match(stderr, /^error: Dockerfile: not changed: permission denied$/m);
    assert.equal(contentOf(cwd, 'Dockerfile'), before);
  });

  test('keeps the owner', { skip: !isRoot }, () => {
    const cwd = createFolder({ Dockerfile: before });
    chownSync(path.join(cwd, 'Dockerfile'), 1234, 5678);
    fix(cwd);
    const { uid, gid } = statSync(path.join(cwd, 'Dockerfile'));
    assert.deepEqual({ uid, gid }, { uid: 1234, gid: 5678 });
    assert.equal(contentOf(cwd, 'Dockerfile'), after);
  });
});

/** A module that makes the first call of a function of `node:fs` fail as a full disk does. */
function failOnce(name: string): string {
  return `
    const fs = require('node:fs');
    const original = fs.${name};
    let isArmed = false;
    let isDone = false;
    const open = fs.openSync;
    fs.openSync = (...args) => {
      if (args[1] === 'wx') isArmed = true;
      return fs.openSync.inner(...args);
    };
    fs.openSync.inner = open;
    const failing = (...args) => {
      if (isArmed && !isDone) {
        isDone = true;
        throw Object.assign(new Error('ENOSPC: full'), { code: 'ENOSPC' });
      }
      return original(...args);
    };
    if ('${name}' === 'openSync') fs.openSync.inner = failing;
    else fs.${name} = failing;
  `;
}

describe('--diff', () => {
  test('prints what would change and writes nothing', () => {
    const cwd = createFolder({ Dockerfile: before, 'a.dockerfile': after });
    const { code, stdout, stderr } = fix(cwd, ['--diff']);
    assert.equal(code, 0);
    assert.equal(
      stdout,
      [
        '--- a/Dockerfile',
        '+++ b/Dockerfile',
        '@@ -1,2 +1,2 @@',
        ' FROM debian:13',
        '-WORKDIR app',
        '+WORKDIR /app',
        '',
      ].join('\n'),
    );
    assert.match(stderr, /^Would apply 1 fix in 1 file\.$/m);
    assert.equal(contentOf(cwd, 'Dockerfile'), before);
  });

  test('names standard input by --stdin-filename', () => {
    const args = ['--diff', '--stdin-filename', 'app/Dockerfile', '-'];
    assert.match(fix(createFolder(), args, { input: before }).stdout, /^--- a\/app\/Dockerfile\n/);
  });

  test('of several files is one patch', () => {
    const cwd = createFolder({ 'a/Dockerfile': before, 'b/Dockerfile': before });
    mkdirSync(path.join(cwd, 'c'));
    assert.equal(fix(cwd, ['--diff']).stdout.match(/^--- /gm)?.length, 2);
  });
});
