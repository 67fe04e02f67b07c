import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createFolder, run } from '../harness/cli';

const text = 'FROM debian:13-slim\nMAINTAINER Ada\nWORKDIR app\nCMD ["true"]\n';

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly {
      readonly rule: string;
      readonly severity: string;
      readonly line: number;
      readonly message: string;
    }[];
  }[];
}

/** What `check` says: the exit code, the findings of Dockerfiles, and those of files with settings. */
function check(cwd: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = run(['check', '--format', 'json', ...args], { cwd });
  // The shape is that of a schema, which another test holds it to.
  const { files } = JSON.parse(stdout) as Report;
  const all = files.flatMap(({ path: file, findings }) =>
    findings.map(({ rule, severity, line }) => ({ file, rule, severity, line })),
  );
  const isConfig = ({ rule }: { readonly rule: string }): boolean => rule === 'configuration';
  return {
    code,
    stderr,
    findings: all.filter((each) => !isConfig(each)).map(({ file, rule }) => `${file} ${rule}`),
    config: all
      .filter(isConfig)
      .map(({ file, severity, line }) => `${file}:${String(line)} ${severity}`),
  };
}

const both = ['Dockerfile deprecated-maintainer', 'Dockerfile relative-workdir'];

describe('a broken configuration hides no finding, is one itself, and makes the check fail', () => {
  type Row = readonly [
    title: string,
    files: Readonly<Record<string, string | Uint8Array>>,
    findings: readonly string[],
    config: readonly string[],
    code: number,
  ];
  const hundred = '{ "rules": '.repeat(1000);
  const rows: readonly Row[] = [
    ['broken JSON', { '.ironhull.json': '{' }, both, ['.ironhull.json:1 error'], 2],
    ['a wrong type', { '.ironhull.json': '{ "rules": 3 }' }, both, ['.ironhull.json:1 error'], 2],
    [
      'an unknown key beside a good one',
      { '.ironhull.json': '{ "prfile": "strict",\n  "rules": { "IH801": "off" } }' },
      ['Dockerfile relative-workdir'],
      ['.ironhull.json:1 error'],
      2,
    ],
    [
      'an unknown rule',
      { '.ironhull.json': '{ "rules": { "x": "off" } }' },
      both,
      ['.ironhull.json:1 error'],
      2,
    ],
    ['an empty file', { '.ironhull.json': '' }, both, ['.ironhull.json:1 error'], 2],
    [
      'a binary file',
      { '.ironhull.json': new Uint8Array([0, 1, 2]) },
      both,
      ['.ironhull.json:1 error'],
      2,
    ],
    [
      'a file of another encoding',
      { '.ironhull.json': new Uint8Array([0x7b, 0xff, 0x7d]) },
      both,
      ['.ironhull.json:1 error'],
      2,
    ],
    ['deep nesting', { '.ironhull.json': hundred }, both, ['.ironhull.json:1 error'], 2],
    [
      'a huge file',
      { '.ironhull.json': ' '.repeat(20_000_000) },
      both,
      ['.ironhull.json:1 error'],
      2,
    ],
    [
      'a byte order mark is none',
      { '.ironhull.json': '\uFEFF{ "rules": { "IH801": "off" } }' },
      ['Dockerfile relative-workdir'],
      [],
      1,
    ],
    [
      'package.json that is cut off',
      { 'package.json': '{ "ironhull": { "rules": { "IH801": "off" } }' },
      ['Dockerfile relative-workdir'],
      ['package.json:1 error'],
      2,
    ],
    [
      'package.json with a wrong key',
      { 'package.json': '{\n"ironhull": { "x": 1 } }' },
      both,
      ['package.json:2 error'],
      2,
    ],
    ['package.json that is broken without settings', { 'package.json': '{' }, both, [], 1],
    [
      'bad YAML of hadolint',
      { '.hadolint.yaml': 'ignored: [DL4000' },
      both,
      ['.hadolint.yaml:1 error'],
      2,
    ],
    [
      'a wrong type in that of hadolint',
      { '.hadolint.yaml': 'failure-threshold: error\nignored: { DL4000: x }\n' },
      both,
      ['.hadolint.yaml:2 error'],
      2,
    ],
    [
      'a bomb of aliases',
      {
        '.hadolint.yaml': [
          'a: &a [x, x, x, x, x, x, x, x, x, x]',
          ...'bcdefghi'.split('').map((name, index) => {
            const star = `*${'abcdefgh'.charAt(index)}`;
            return `${name}: &${name} [${Array.from({ length: 10 }, () => star).join(', ')}]`;
          }),
          'ignored: *i',
        ].join('\n'),
      },
      both,
      ['.hadolint.yaml:1 error'],
      2,
    ],
    ['a bad list', { '.checkov.yaml': 'skip-check: [' }, both, ['.checkov.yaml:1 error'], 2],
    [
      'one that does not count is not looked at',
      { '.ironhull.json': '{}', '.hadolint.yaml': 'ignored: [' },
      both,
      [],
      1,
    ],
    [
      'two of ours',
      {
        '.ironhull.json': '{ "rules": { "IH801": "off" } }',
        'package.json': '{ "ironhull": { "rules": { "IH701": "off" } } }',
      },
      ['Dockerfile relative-workdir'],
      ['package.json:1 warning'],
      1,
    ],
  ];
  for (const [title, files, findings, config, code] of rows) {
    test(title, () => {
      // Node itself, as the tests start it, does not start in a folder with a broken package.json.
      const inner = Object.entries({ ...files, Dockerfile: text }).map(
        ([name, content]) => [`p/${name}`, content] as const,
      );
      const found = check(createFolder(Object.fromEntries(inner)), 'p');
      assert.deepEqual(
        found.findings,
        findings.map((each) => `p/${each}`),
      );
      assert.deepEqual(
        [...new Set(found.config)],
        config.map((each) => `p/${each}`),
        found.stderr,
      );
      assert.equal(found.code, code);
      assert.equal(found.stderr === '', config.length === 0);
      assert.doesNotMatch(found.stderr, /defect/);
    });
  }

  test('a key that hadolint does not have is a warning, by the threshold of the check', () => {
    const cwd = createFolder({
      '.hadolint.yaml': 'ignore: [DL4000]\n',
      Dockerfile: 'FROM scratch\n',
    });
    const { code, findings, config, stderr } = check(cwd, '--quiet');
    assert.deepEqual([code, findings, config], [1, [], ['.hadolint.yaml:1 warning']]);
    assert.match(stderr, /^\.hadolint\.yaml:1:1: hadolint has no setting "ignore"/);
    assert.equal(check(cwd, '--fail-on', 'error').code, 0);
    assert.equal(run(['check', '--quiet'], { cwd }).stdout, '');
  });

  for (const name of ['.ironhull.json', '.hadolint.yaml', '.trivyignore', 'package.json']) {
    const make: Readonly<Record<string, (file: string) => void>> = {
      'a folder': (file) => {
        mkdirSync(file);
      },
      'a link to itself': (file) => {
        symlinkSync(path.basename(file), file);
      },
      'a link to nothing': (file) => {
        symlinkSync('nothing', file);
      },
    };
    for (const [what, create] of Object.entries(make)) {
      test(`${name} that is ${what}`, () => {
        const cwd = createFolder({ Dockerfile: text });
        create(path.join(cwd, name));
        const { code, findings, config, stderr } = check(cwd);
        assert.deepEqual([code, findings], [2, both]);
        assert.deepEqual(config, [`${name}:1 error`]);
        assert.ok(stderr.startsWith(`error: ${name}: `), stderr);
      });
    }
  }

  test('a broken one in a folder below is told once, and the others count', () => {
    const cwd = createFolder({
      '.ironhull.json': '{ "rules": { "IH801": "off" } }',
      Dockerfile: text,
      'a/.ironhull.json': '{ "rules": { "IH701": "off" }, ',
      'a/Dockerfile': text,
      'a/b/Dockerfile': text,
      'c/Dockerfile': text,
    });
    const { code, findings, config } = check(cwd);
    assert.equal(code, 2);
    assert.deepEqual(findings.sort(), [
      'Dockerfile relative-workdir',
      'a/Dockerfile deprecated-maintainer',
      'a/b/Dockerfile deprecated-maintainer',
      'c/Dockerfile relative-workdir',
    ]);
    assert.equal(new Set(config).size, 1);
    assert.match(config[0] ?? '', /^a\/\.ironhull\.json:1 error$/);
    assert.equal(check(cwd, 'c').code, 1);
  });

  test('one that --config names is reported, too', () => {
    const cwd = createFolder({ 'x.json': '{ "rules": { "IH801": "off" ', Dockerfile: text });
    const { code, findings, config } = check(cwd, '--config', 'x.json');
    assert.deepEqual([code, findings], [2, ['Dockerfile relative-workdir']]);
    assert.ok(config.every((each) => each === 'x.json:1 error') && config.length !== 0);
    mkdirSync(path.join(cwd, 'folder'));
    assert.match(check(cwd, '--config', 'folder').stderr, /^error: folder: is a folder$/m);
  });

  for (const format of ['sarif', 'github', 'gitlab', 'checkstyle', 'junit']) {
    test(`it stands in ${format}`, () => {
      const cwd = createFolder({
        '.ironhull.json': '{ "rules": { "x": "off" } }',
        Dockerfile: text,
      });
      const { code, stdout } = run(['check', '--format', format], { cwd });
      assert.equal(code, 2);
      assert.match(stdout, /There is no rule (?:"|\\"|&quot;)x/);
      assert.match(stdout, /\.ironhull\.json/);
      assert.match(stdout, /relative-workdir/);
    });
  }

  for (const command of [['fix', '--diff'], ['harden']]) {
    test(`${command[0] ?? ''} tells it and fails, too`, () => {
      const cwd = createFolder({ '.hadolint.yaml': 'ignored: [', Dockerfile: text });
      const { code, stderr } = run(command, { cwd });
      assert.equal(code, 2);
      assert.match(
        stderr,
        /^error: \.hadolint\.yaml:1:\d+: The configuration of hadolint is not valid YAML\.$/m,
      );
    });
  }
});
