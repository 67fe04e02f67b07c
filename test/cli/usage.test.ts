import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { commands } from '../../server/src/cli/command-table';
import { createFolder, run } from '../harness/cli';

const cwd = createFolder({ Dockerfile: 'FROM scratch\n' });

describe('the program', () => {
  test('prints its version', () => {
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.ok(typeof manifest === 'object' && manifest !== null && 'version' in manifest);
    assert.deepEqual(run(['--version'], { cwd }), {
      code: 0,
      stdout: `${String(manifest.version)}\n`,
      stderr: '',
    });
  });

  test('prints its commands on --help, -h and help', () => {
    const { code, stdout, stderr } = run(['--help'], { cwd });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    for (const { name } of commands) assert.match(stdout, new RegExp(`^  ${name} `, 'm'));
    assert.equal(run(['-h'], { cwd }).stdout, stdout);
    assert.equal(run(['help'], { cwd }).stdout, stdout);
  });

  test('prints its help on stderr and fails without a command', () => {
    const { code, stdout, stderr } = run([], { cwd });
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.match(stderr, /^Usage: ironhull COMMAND/m);
  });

  for (const [args, message] of [
    [['chek'], 'There is no command "chek". Did you mean "check"?'],
    [
      ['Dockerfile'],
      'There is no command "Dockerfile". To check a file: ironhull check Dockerfile',
    ],
    [['frobnicate'], 'There is no command "frobnicate". See "ironhull --help".'],
    [['--verison'], 'There is no option "--verison". Did you mean "--version"?'],
    [['help', 'rule'], 'There is no command "rule". Did you mean "rules"?'],
    [
      ['check', '--fomat', 'json'],
      '"ironhull check" has no option "--fomat". Did you mean "--format"?',
    ],
    [['check', '-x'], '"ironhull check" has no option "-x".'],
    [['check', '--constructor'], '"ironhull check" has no option "--constructor".'],
    [['fix', '--format', 'json'], '"ironhull fix" has no option "--format".'],
    [
      ['check', '--format', 'jsno'],
      'The option "--format" is one of text, json, sarif, github, gitlab, checkstyle, junit; "jsno" is not. Did you mean "json"?',
    ],
    [['check', '--format'], 'The option "--format" needs a value: --format FORMAT'],
    [['check', '--config', '--quiet'], 'The option "--config" needs a value: --config FILE'],
    [['check', '--quiet=yes'], 'The option "--quiet" takes no value.'],
    [
      ['check', '--today', '2026-02-30'],
      'The option "--today" is a date like 2026-01-31, not "2026-02-30".',
    ],
    [
      ['check', '--only', 'relative-wrkdir'],
      'There is no rule "relative-wrkdir". Did you mean "relative-workdir"?',
    ],
    [['check', '--config', 'none.json'], 'none.json: no such file or folder'],
    [
      ['check', '--config', 'a', '--no-config'],
      'The options "--config" and "--no-config" exclude each other.',
    ],
    [['explain'], 'Usage: ironhull explain RULE | --model FILE'],
    [['explain', 'x', '--model', 'Dockerfile'], 'Usage: ironhull explain RULE | --model FILE'],
    [['rules', 'DL3000'], '"ironhull rules" takes no operand; try "ironhull explain DL3000".'],
  ] as const) {
    test(`refuses: ironhull ${args.join(' ')}`, () => {
      assert.deepEqual(run(args, { cwd }), { code: 2, stdout: '', stderr: `error: ${message}\n` });
    });
  }
});

describe('a command', () => {
  for (const { name, options } of commands) {
    test(`${name} has the same help in two ways, with every option`, () => {
      const { code, stdout } = run(['help', name], { cwd });
      assert.equal(code, 0);
      assert.equal(run([name, '--help'], { cwd }).stdout, stdout);
      for (const option of Object.keys(options))
        assert.match(stdout, new RegExp(`^  --${option}\\b`, 'm'));
      for (const line of stdout.split('\n')) assert.ok(line.length <= 100, line);
    });

    test(`${name} is documented with every option`, () => {
      const page = readFileSync('docs/cli.md', 'utf8');
      const [, section = ''] = page.split(`## \`ironhull ${name}\``);
      const [own = ''] = section.split(/^## /m);
      assert.notEqual(own, '', `docs/cli.md has no section on ${name}`);
      for (const option of Object.keys(options)) assert.match(own, new RegExp(`\`--${option}\\b`));
    });
  }
});

describe('a broken output', () => {
  test('that goes away is silent', { skip: !existsSync('/bin/bash') }, () => {
    const folder = createFolder({ Dockerfile: `FROM x\n${'MAINTAINER a\n'.repeat(20_000)}` });
    const command = `set -o pipefail; "$0" "$1" check --only DL4000 --fail-on hint | head -n 1`;
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', command, process.execPath, `${process.cwd()}/dist/cli/main.js`],
      { cwd: folder, encoding: 'utf8' },
    );
    assert.equal(stderr, '');
    assert.match(stdout, /^Dockerfile:2:1 hint deprecated-maintainer /);
    assert.equal(status, 1);
  });

  test('that is full is a failure', { skip: !existsSync('/dev/full') }, () => {
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', '"$0" "$1" rules > /dev/full', process.execPath, `${process.cwd()}/dist/cli/main.js`],
      { cwd, encoding: 'utf8' },
    );
    assert.equal(status, 2);
    assert.match(stderr, /^error: .*no space left/i);
  });
});
