import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createFolder, run } from '../harness/cli';

const text = 'FROM debian:13-slim\nMAINTAINER Ada\nWORKDIR app\nCMD ["true"]\n';

/** `rule severity` of each finding, in order. */
function found(cwd: string, ...args: readonly string[]): readonly string[] {
  const { stdout } = run(['check', '--quiet', ...args], { cwd });
  return [...stdout.matchAll(/^\S+ (\w+) ([a-z-]+) /gm)].map(
    ([, severity = '', rule = '']) => `${rule} ${severity}`,
  );
}

describe('settings in package.json', () => {
  const cwd = createFolder({
    'package.json':
      '{ "name": "a", "ironhull": { "rules": { "relative-workdir": "error", "x": "on" } } }',
    Dockerfile: text,
    'own/.ironhull.json': '{}',
    'own/Dockerfile': text,
    'other/package.json': '{ "devDependencies": { "ironhull": "1" } }',
    'other/Dockerfile': text,
  });

  test('count, and a mistake is told with its place', () => {
    const { code, stderr } = run(['check', 'Dockerfile'], { cwd });
    assert.equal(code, 2);
    assert.equal(stderr, 'error: package.json:1:70: There is no rule "x".\n');
    assert.ok(found(cwd, 'Dockerfile').includes('relative-workdir error'));
  });

  test('are those of the nearest file that has some', () => {
    assert.ok(found(cwd, 'own/Dockerfile').includes('relative-workdir warning'));
    assert.ok(found(cwd, 'other/Dockerfile').includes('relative-workdir error'));
  });
});

describe('the configuration of hadolint', () => {
  const cwd = createFolder({
    '.hadolint.yaml': 'ignored: [DL4000]\noverride: { error: [DL3000] }\nignore: [DL3000]\n',
    Dockerfile: text,
    'own/.ironhull.json': '{}',
    'own/Dockerfile': text,
    'yml/.hadolint.yml': 'ignored: [DL3000]\nfailure-threshold: error\n',
    'yml/Dockerfile': text,
  });

  test('counts where there is none of ours; a key that it does not have is told and fails nothing', () => {
    const { code, stderr } = run(['check', '--fail-on', 'never', 'Dockerfile'], { cwd });
    assert.equal(code, 0);
    assert.equal(
      stderr,
      '.hadolint.yaml:3:1: hadolint has no setting "ignore". Did you mean "ignored"?\n',
    );
    assert.deepEqual(found(cwd, 'Dockerfile'), ['relative-workdir error']);
  });

  test('does not count beside one of ours', () => {
    assert.deepEqual(found(cwd, 'own'), ['deprecated-maintainer hint', 'relative-workdir warning']);
  });

  test('may end in .yml, and sets the threshold', () => {
    assert.deepEqual(found(cwd, 'yml'), ['deprecated-maintainer hint']);
    assert.equal(run(['check', 'yml'], { cwd }).code, 0);
    assert.equal(run(['check', '--no-config', 'yml'], { cwd }).code, 1);
  });

  test('is read when --config names it', () => {
    assert.deepEqual(found(cwd, '--config', 'yml/.hadolint.yml', 'own'), [
      'deprecated-maintainer hint',
    ]);
  });
});

describe('the threshold', () => {
  const cwd = createFolder({
    '.ironhull.json':
      '{ "failOn": "error", "overrides": [{ "files": ["strict/**"], "failOn": "hint" }, { "files": ["*.dev.Dockerfile"], "rules": { "relative-workdir": "off" }, "failOn": "never" }] }',
    Dockerfile: text,
    'strict/Dockerfile': 'FROM debian:13-slim\nMAINTAINER Ada\n',
    'strict/a.dev.Dockerfile': text,
  });

  test('is that of the settings, for each file', () => {
    assert.equal(run(['check', 'Dockerfile'], { cwd }).code, 0);
    assert.equal(run(['check', 'strict/Dockerfile'], { cwd }).code, 1);
    assert.equal(run(['check', 'strict/a.dev.Dockerfile'], { cwd }).code, 0);
    assert.equal(run(['check'], { cwd }).code, 1);
  });

  test('gives way to the command line', () => {
    assert.equal(run(['check', '--fail-on', 'warning', 'Dockerfile'], { cwd }).code, 1);
    assert.equal(run(['check', '--fail-on', 'never'], { cwd }).code, 0);
  });

  test('stands beside rules of the same files', () => {
    assert.deepEqual(found(cwd, 'strict/a.dev.Dockerfile'), ['deprecated-maintainer hint']);
  });
});

describe('what is set for images and rules', () => {
  const cwd = createFolder({
    '.ironhull.json':
      '{ "rules": { "untrusted-registry": { "allow": ["registry.example.com"] } }, "images": { "registry.example.com/base": { "workdir": "/srv" } } }',
    Dockerfile: 'FROM registry.example.com/base:1\nWORKDIR app\n',
    'hub.Dockerfile': 'FROM debian:13-slim\nWORKDIR /app\n',
    '.trivyignore': 'DS-0009\n',
  });

  test('reaches the rules', () => {
    assert.deepEqual(found(cwd, 'hub.Dockerfile'), ['untrusted-registry error']);
    assert.deepEqual(found(cwd, '--only', 'untrusted-registry', 'hub.Dockerfile'), [
      'untrusted-registry error',
    ]);
    assert.deepEqual(found(cwd, '--no-config', 'hub.Dockerfile'), []);
  });

  test('reaches the fixes', () => {
    const { stdout } = run(['fix', '--diff', '--only', 'relative-workdir', 'Dockerfile'], { cwd });
    assert.match(stdout, /^\+WORKDIR \/srv\/app$/m);
  });

  test('what a scanner leaves out is left out', () => {
    assert.deepEqual(found(cwd, 'Dockerfile'), []);
  });
});

describe('ironhull config migrate', () => {
  const hadolint = 'ignored: [DL3008]\ntrustedRegistries: [docker.io]\n';
  const expected = `${JSON.stringify(
    {
      checks: { DL3008: 'off' },
      rules: { 'untrusted-registry': { allow: ['docker.io'] } },
    },
    null,
    2,
  )}\n`;

  test('prints what the configuration of hadolint says', () => {
    const cwd = createFolder({ 'a/.hadolint.yaml': hadolint });
    const { code, stdout, stderr } = run(['config', 'migrate', 'a'], { cwd });
    assert.equal(code, 0);
    assert.equal(stdout, expected);
    assert.match(stderr, /"profile": "hadolint"/);
    assert.equal(run(['config', 'migrate', '--quiet', 'a'], { cwd }).stderr, '');
  });

  test('writes it, and keeps what is there', () => {
    const cwd = createFolder({ '.hadolint.yml': hadolint, Dockerfile: text });
    const first = run(['config', 'migrate', '--write'], { cwd });
    assert.equal(first.code, 0);
    assert.equal(first.stdout, '');
    assert.equal(readFileSync(path.join(cwd, '.ironhull.json'), 'utf8'), expected);
    assert.equal(run(['check', '--fail-on', 'never'], { cwd }).stderr, '');
    const second = run(['config', 'migrate', '--write'], { cwd });
    assert.equal(second.code, 2);
    assert.match(second.stderr, /\.ironhull\.json is there already and was kept\.\n$/);
  });

  test('tells keys that hadolint does not have', () => {
    const cwd = createFolder({ '.hadolint.yaml': 'ignores: [DL3008]\n' });
    const { code, stdout, stderr } = run(['config', 'migrate'], { cwd });
    assert.equal(code, 2);
    assert.equal(stdout, '{}\n');
    assert.match(stderr, /^error: \.hadolint\.yaml:1:1: hadolint has no setting "ignores"/);
  });

  test('needs something to migrate', () => {
    const cwd = createFolder({});
    const { code, stderr } = run(['config', 'migrate'], { cwd });
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'error: .: there is none of .hadolint.yaml, .hadolint.yml, .tally.toml, kics.config, .dockerfilelintrc, .dockleignore, .checkov.yml, .checkov.yaml, .trivyignore.yaml, .trivyignore\n',
    );
    assert.equal(run(['config', 'migrate', 'a', 'b'], { cwd }).code, 2);
    assert.match(run(['config'], { cwd }).stderr, /What to do\?/);
    assert.match(run(['config', 'migrte'], { cwd }).stderr, /Did you mean "migrate"\?/);
  });

  test('a file that is no text is told', () => {
    const cwd = createFolder({ '.hadolint.yaml': new Uint8Array([0, 1]) });
    const { code, stderr } = run(['config', 'migrate'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /not a text file/);
  });

  test('joins the files of several tools', () => {
    const cwd = createFolder({
      '.trivyignore': 'DS-0002\nDS-0026 exp:2999-01-01\nCVE-2026-1\n',
      '.checkov.yaml': 'skip-check: ["CKV_DOCKER_1*"]\n',
      '.dockleignore': 'CIS-DI-0001\n',
      '.dockerfilelintrc': 'rules:\n  missing_tag: off\n  latest_tag: on\n  extra_args: off\n',
      'kics.config': '{ "exclude-queries": ["8ADA6E80-0ade-439e-b176-0b28f6bce35a"] }',
      '.tally.toml':
        '[output]\nfail-level = "error"\n[rules]\ninclude = ["buildkit/*"]\nexclude = ["hadolint/DL3008", "tally/prefer-run-heredoc", "tally/max-lines"]\n[rules.buildkit.StageNameCasing]\nseverity = "style"\n[rules.tally.labels.valid-key]\nseverity = "off"\n',
      '.hadolint.yaml': 'override: { error: [DL3008] }\n',
    });
    const { code, stdout, stderr } = run(['config', 'migrate'], { cwd });
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      checks: {
        'DS-0002': 'off',
        CKV_DOCKER_1: 'off',
        CKV_DOCKER_10: 'off',
        CKV_DOCKER_11: 'off',
        'CIS-DI-0001': 'off',
        DL3006: 'off',
        '8ada6e80-0ade-439e-b176-0b28f6bce35a': 'off',
        DL3048: 'off',
        StageNameCasing: 'hint',
        DL3008: 'error',
        DL3059: 'off',
      },
      failOn: 'error',
    });
    assert.deepEqual(
      stderr.split('\n').map((line) => line.replace(/[;:,.] .*$/, '')),
      [
        '.trivyignore',
        '.dockerfilelintrc',
        '.tally.toml',
        '.tally.toml',
        'Add "profile"',
        'hadolint fails from info on',
        '',
      ],
    );
    assert.equal(run(['check', '--fail-on', 'never'], { cwd }).code, 0);
  });

  test('what is broken in one is told, and the others are written', () => {
    const cwd = createFolder({
      '.tally.toml': '[rules',
      '.trivyignore': 'DS-0002\n',
      'kics.config': '['.repeat(100_000),
    });
    const { code, stdout, stderr } = run(['config', 'migrate'], { cwd });
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'error: kics.config:1:1: The file cannot be read (nested too deeply).\nerror: .tally.toml:1:1: The file .tally.toml is not valid TOML.\n',
    );
    assert.deepEqual(JSON.parse(stdout), { checks: { 'DS-0002': 'off' } });
  });
});
