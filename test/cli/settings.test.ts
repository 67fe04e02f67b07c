import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createFolder, run, type CliResult } from '../harness/cli';

const text = 'FROM debian:13\nWORKDIR app\n';

function severityOf({ stdout }: CliResult): string | undefined {
  return /^\S+ (\w+) relative-workdir /m.exec(stdout)?.[1];
}

function setting(value: string): string {
  return `// our choice\n{"rules": {"relative-workdir": "${value}",},}`;
}

describe('the settings file', () => {
  const cwd = createFolder({
    '.ironhull.json': setting('error'),
    'app/deep/Dockerfile': text,
    'lib/.ironhull.json': setting('hint'),
    'lib/src/Dockerfile': text,
    'off.json': '{"rules": {"DL3000": "off", "IH701": "off"}}',
  });

  test('of the nearest folder counts, for each file', () => {
    assert.equal(severityOf(run(['check', 'app'], { cwd })), 'error');
    assert.equal(severityOf(run(['check', 'src'], { cwd: path.join(cwd, 'lib') })), 'hint');
    assert.equal(run(['check', '--fail-on', 'error', 'lib'], { cwd }).code, 0);
    assert.equal(run(['check', '--fail-on', 'error', '.'], { cwd }).code, 1);
  });

  test('is not read with --no-config', () => {
    assert.equal(severityOf(run(['check', '--no-config', 'app'], { cwd })), 'warning');
  });

  test('is replaced by --config', () => {
    const { code, stdout, stderr } = run(['check', '--config', 'off.json', '-'], {
      cwd,
      input: text,
    });
    assert.equal(severityOf({ code, stdout, stderr }), undefined);
    assert.equal(code, 2);
    assert.equal(stderr, 'error: off.json:1:12: There is no rule "DL3000".\n');
  });

  test('can start from another profile on the command line', () => {
    const strict = run(['check', '--profile', 'strict', 'app'], { cwd });
    assert.equal(severityOf(strict), 'error');
    assert.equal(strict.stderr, '');
  });
});

describe('a mistake in the settings', () => {
  test('is told once with its place; the rest counts', () => {
    const cwd = createFolder({
      '.ironhull.json':
        '{\n  "rules": {\n    "relative-workdri": "off",\n    "relative-workdir": "error"\n  }\n}\n',
      'a/Dockerfile': text,
      'b/Dockerfile': text,
    });
    const result = run(['check'], { cwd });
    assert.equal(result.code, 2);
    assert.equal(
      result.stderr,
      'error: .ironhull.json:3:5: There is no rule "relative-workdri".\n',
    );
    assert.equal(severityOf(result), 'error');
  });

  test('that makes it unreadable is told as well', () => {
    const cwd = createFolder({ Dockerfile: text });
    mkdirSync(path.join(cwd, '.ironhull.json'));
    const result = run(['check'], { cwd });
    assert.equal(result.code, 2);
    assert.match(result.stderr, /^error: .*\.ironhull\.json: is a folder\n$/);
    assert.equal(severityOf(result), 'warning');
  });

  test('is told by fix, too', () => {
    const cwd = createFolder({ '.ironhull.json': '[]', Dockerfile: text });
    const { code, stderr } = run(['fix', '--diff'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^error: \.ironhull\.json:1:1: The configuration must be a JSON object\./);
  });
});
