import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rules } from '../../server/src/core/service';
import { createFolder, run } from '../harness/cli';

const cwd = createFolder({
  Dockerfile: 'FROM node:22 AS app\nWORKDIR /srv\nUSER node\nCMD ["node", "a.js"]\n',
});

describe('explain', () => {
  test('prints the page of a rule, by any of its names', () => {
    const { code, stdout, stderr } = run(['explain', 'relative-workdir'], { cwd });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(stdout, /^# relative-workdir\n/);
    for (const name of ['IH701', 'DL3000', 'CKV_DOCKER_10', 'workdirrelativepath']) {
      assert.equal(run(['explain', name], { cwd }).stdout, stdout);
    }
  });

  test('refuses what is no rule', () => {
    const { code, stderr } = run(['explain', 'DL9999'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^error: There is no rule "DL9999"\./);
  });

  test('prints the facts of a file', () => {
    const { code, stdout } = run(['explain', '--model', 'Dockerfile'], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /^stage 0 "app" \(shipped\)\n/);
    assert.match(stdout, /^ {2}user: root .*then node \(non-root/m);
    const piped = run(['explain', '--model', '-'], { cwd, input: 'FROM scratch\n' });
    assert.match(piped.stdout, /^stage 0 \(shipped\)\n/);
  });

  test('tells when the file cannot be read', () => {
    const { code, stderr } = run(['explain', '--model', 'none'], { cwd });
    assert.deepEqual(
      { code, stderr },
      { code: 2, stderr: 'error: none: no such file or folder\n' },
    );
  });
});

describe('rules', () => {
  test('is a table of all rules by code', () => {
    const { code, stdout } = run(['rules'], { cwd });
    assert.equal(code, 0);
    const [header = '', ...rows] = stdout.trimEnd().split('\n');
    assert.match(header, /^CODE +ID +SEVERITY +PROFILE +FIXABLE +SUMMARY$/);
    assert.equal(rows.length, rules.length);
    assert.deepEqual(rows, rows.toSorted());
    assert.match(stdout, /^IH701 +relative-workdir +warning +recommended +sometimes +\S/m);
  });

  test('is the same as JSON', () => {
    const { stdout } = run(['rules', '--format', 'json'], { cwd });
    // The shape is what the assertions are about.
    const list = JSON.parse(stdout) as {
      version: number;
      rules: readonly Record<string, unknown>[];
    };
    assert.equal(list.version, 1);
    assert.equal(list.rules.length, rules.length);
    assert.deepEqual(Object.keys(list.rules[0] ?? {}), [
      'code',
      'id',
      'category',
      'severity',
      'profile',
      'fixable',
      'summary',
      'equivalents',
    ]);
  });
});
