import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createFolder, run } from '../harness/cli';

const relative = 'FROM debian:13\nWORKDIR app\n';
const clean = 'FROM debian:13\nWORKDIR /app\n';
const maintained = 'FROM debian:13\nMAINTAINER me\n';
const only = ['--only', 'relative-workdir', '--only', 'deprecated-maintainer'];

function checkOnly(cwd: string, ...args: readonly string[]): ReturnType<typeof run> {
  return run(['check', ...only, ...args], { cwd });
}

describe('exit code of check', () => {
  const cwd = createFolder({
    'clean/Dockerfile': clean,
    'warning/Dockerfile': relative,
    'hint/Dockerfile': maintained,
  });

  for (const [folder, args, code] of [
    ['clean', [], 0],
    ['warning', [], 1],
    ['hint', [], 0],
    ['hint', ['--fail-on', 'hint'], 1],
    ['hint', ['--fail-on', 'information'], 0],
    ['warning', ['--fail-on', 'error'], 0],
    ['warning', ['--fail-on', 'hint'], 1],
    ['warning', ['--fail-on', 'never'], 0],
    ['nothing-here', [], 2],
  ] as const) {
    test(`${folder} ${args.join(' ')}: ${String(code)}`, () => {
      assert.equal(checkOnly(cwd, ...args, folder).code, code);
    });
  }

  test('is 0 with a note when there is no Dockerfile', () => {
    const empty = createFolder({ 'README.md': '# none\n' });
    assert.deepEqual(checkOnly(empty), {
      code: 0,
      stdout: '',
      stderr: 'No Dockerfile found in ".".\n',
    });
  });
});

describe('a file that cannot be checked', () => {
  test('does not hide the findings of the others', () => {
    const cwd = createFolder({ 'a.dockerfile': relative, 'z.dockerfile': relative });
    symlinkSync('nowhere', path.join(cwd, 'm.dockerfile'));
    const { code, stdout, stderr } = checkOnly(cwd);
    assert.equal(code, 2);
    assert.equal(stderr, 'error: m.dockerfile: a symbolic link to nothing\n');
    assert.match(stdout, /^a\.dockerfile:2:9 /m);
    assert.match(stdout, /^z\.dockerfile:2:9 /m);
    assert.match(stdout, /^2 problems \(2 warnings\) in 2 files;/m);
  });

  test('is in the JSON with its error, in its place', () => {
    const cwd = createFolder({ 'a.dockerfile': clean, 'z.dockerfile': clean });
    const { code, stdout } = checkOnly(
      cwd,
      '--format',
      'json',
      'z.dockerfile',
      'none',
      'a.dockerfile',
    );
    assert.equal(code, 2);
    assert.deepEqual(JSON.parse(stdout), {
      version: 1,
      files: [
        { path: 'z.dockerfile', findings: [] },
        { path: 'none', findings: [], error: 'no such file or folder' },
        { path: 'a.dockerfile', findings: [] },
      ],
    });
  });

  test('a folder named Dockerfile is a folder', () => {
    const cwd = createFolder({ 'Dockerfile/app/Dockerfile': relative });
    assert.match(checkOnly(cwd).stdout, /^Dockerfile\/app\/Dockerfile:2:9 /);
    assert.match(checkOnly(cwd, 'Dockerfile').stdout, /^Dockerfile\/app\/Dockerfile:2:9 /);
  });

  for (const [what, content, message] of [
    ['binary', 'FROM a\0b\n', 'not a text file'],
    ['Latin-1', Buffer.from('FROM a\n# caf\xe9\n', 'latin1'), 'not a text file in UTF-8'],
    ['UTF-16', Buffer.from('\ufeffFROM a\n', 'utf16le'), 'not a text file'],
  ] as const) {
    test(`${what} content is a failure when the file is named, a note when it is found`, () => {
      const cwd = createFolder({ Dockerfile: content, 'ok.dockerfile': clean });
      assert.deepEqual(checkOnly(cwd), {
        code: 0,
        stdout: 'No problems in 1 file.\n',
        stderr: `Skipped Dockerfile: ${message}.\n`,
      });
      const named = checkOnly(cwd, 'Dockerfile', 'ok.dockerfile');
      assert.equal(named.code, 2);
      assert.equal(named.stderr, `error: Dockerfile: ${message}\n`);
    });
  }
});

describe('content', () => {
  for (const [what, content] of [
    ['empty', ''],
    ['only a byte order mark', '\ufeff'],
    ['only blanks', ' \n\t\n'],
  ] as const) {
    test(`${what}: no findings`, () => {
      const cwd = createFolder({ Dockerfile: content });
      const { code, stdout } = run(['check', '--format', 'json', '--profile', 'strict'], { cwd });
      assert.deepEqual(JSON.parse(stdout), {
        version: 1,
        files: [{ path: 'Dockerfile', findings: [] }],
      });
      assert.equal(code, 0);
    });
  }

  test('a byte order mark and CRLF do not move places', () => {
    const cwd = createFolder({ Dockerfile: '\ufeffWORKDIR app\r\nFROM x\r\nWORKDIR b\r\n' });
    assert.match(checkOnly(cwd, '--quiet').stdout, /^Dockerfile:3:9 /m);
  });

  test('many lines are checked', () => {
    const cwd = createFolder({ Dockerfile: `FROM x\n${'ENV A=b\n'.repeat(50_000)}WORKDIR a\n` });
    assert.match(checkOnly(cwd, '--quiet').stdout, /^Dockerfile:50002:9 /);
  });
});

describe('standard input', () => {
  const cwd = createFolder({ 'sub/.ironhull.json': '{"rules": {"relative-workdir": "error"}}' });

  test('is checked for "-"', () => {
    const { code, stdout } = run(['check', ...only, '--quiet', '-'], { cwd, input: relative });
    assert.match(stdout, /^<stdin>:2:9 warning relative-workdir /);
    assert.equal(code, 1);
  });

  test('takes its name and its settings from --stdin-filename', () => {
    const args = ['check', '--quiet', '--stdin-filename', 'sub/Dockerfile', '-'];
    assert.match(
      run(args, { cwd, input: relative }).stdout,
      /^sub\/Dockerfile:2:9 error relative-workdir /m,
    );
  });

  test('that is not text is a failure', () => {
    const { code, stderr } = run(['check', '-'], { cwd, input: Buffer.from([0xff, 0xfe, 0x41]) });
    assert.deepEqual(
      { code, stderr },
      {
        code: 2,
        stderr: 'error: <stdin>: not a text file in UTF-8\n',
      },
    );
  });

  test('is read once and kept in its place among files', () => {
    writeFileSync(path.join(cwd, 'a.dockerfile'), clean);
    const args = ['check', ...only, '--format', 'json', '-', 'a.dockerfile', '-'];
    const report: unknown = JSON.parse(run(args, { cwd, input: clean }).stdout);
    assert.deepEqual(report, {
      version: 1,
      files: [
        { path: '<stdin>', findings: [] },
        { path: 'a.dockerfile', findings: [] },
      ],
    });
  });
});

describe('--only', () => {
  const cwd = createFolder({
    Dockerfile: 'FROM debian:13\nMAINTAINER me\nWORKDIR app\n',
    '.ironhull.json': '{"rules": {"relative-workdir": "off"}}',
  });

  for (const name of [
    'relative-workdir',
    'IH701',
    'ih701',
    'DL3000',
    'dl3000',
    'WorkdirRelativePath',
    'DS-0009',
    'DS009',
    'AVD-DS-0009',
    'CKV_DOCKER_10',
    '6b376af8-cfe8-49ab-a08d-f32de23661a4',
  ]) {
    test(`takes ${name}, whatever the settings say`, () => {
      const { stdout, stderr } = run(['check', '--quiet', '--only', name], { cwd });
      assert.match(stdout, /^Dockerfile:3:9 warning relative-workdir [^\n]*\n$/);
      assert.equal(stderr, '');
    });
  }

  test('takes several rules, by several options or by commas', () => {
    const twice = run(['check', '--quiet', '--only', 'DL3000', '--only=DL4000'], { cwd });
    assert.equal(twice.stdout.split('\n').length, 3);
    assert.deepEqual(run(['check', '--quiet', '--only', 'DL3000,DL4000'], { cwd }), twice);
  });
});

describe('a run', () => {
  test('lists a file once, under its first operand', () => {
    const cwd = createFolder({ Dockerfile: clean, 'sub/Dockerfile': clean });
    const args = ['--format', 'json', 'sub', '.', './Dockerfile', path.join(cwd, 'Dockerfile')];
    const report: unknown = JSON.parse(checkOnly(cwd, ...args).stdout);
    assert.deepEqual(report, {
      version: 1,
      files: [
        { path: 'sub/Dockerfile', findings: [] },
        { path: 'Dockerfile', findings: [] },
      ],
    });
  });
});
