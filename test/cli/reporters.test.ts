import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { markLine } from '../../server/src/cli/reporters/excerpt';
import { createFolder, run } from '../harness/cli';

const only = ['--only', 'relative-workdir', '--only', 'deprecated-maintainer'];

describe('text', () => {
  const cwd = createFolder({
    Dockerfile: 'FROM debian:13\nMAINTAINER me\nWORKDIR app\n',
    'unknown/Dockerfile': 'ARG BASE\nFROM $BASE\nWORKDIR app\n',
  });

  test('is place, severity, rule and message, the line with carets, the fix, and a summary', () => {
    const { stdout, stderr } = run(['check', ...only, 'Dockerfile'], { cwd });
    assert.equal(stderr, '');
    assert.match(
      stdout,
      new RegExp(
        [
          '^Dockerfile:2:1 hint deprecated-maintainer \\S.*\\.',
          '  2 \\| MAINTAINER me',
          '    \\| \\^{10}',
          '  help: \\S.* \\(safe fix\\)',
          '',
          'Dockerfile:3:9 warning relative-workdir \\S.*\\.',
          '  3 \\| WORKDIR app',
          '    \\|         \\^{3}',
          '  help: \\S.* \\(safe fix\\)',
          '',
          '2 problems \\(1 warning, 1 hint\\) in 1 file; 2 can be fixed with "ironhull fix"',
          '$',
        ].join('\n'),
      ),
    );
  });

  test('tells why there is no fix', () => {
    const { stdout } = run(['check', ...only, 'unknown'], { cwd });
    assert.match(stdout, /^ {2}help: no automatic fix[:;] \S/m);
    assert.match(stdout, /^1 problem \(1 warning\) in 1 file$/m);
  });

  test('is one line for each finding with --quiet', () => {
    const { stdout } = run(['check', ...only, '--quiet'], { cwd });
    assert.match(stdout, /^(?:\S+:\d+:\d+ (?:hint|warning) [a-z-]+ .*\n){3}$/);
  });

  test('tells how many files are fine', () => {
    const { stdout } = run(['check', '--only', 'deprecated-maintainer', 'unknown'], { cwd });
    assert.equal(stdout, 'No problems in 1 file.\n');
  });

  for (const [args, env, isColored] of [
    [[], {}, false],
    [['--color'], {}, true],
    [['--color'], { NO_COLOR: '1' }, true],
    [[], { FORCE_COLOR: '1' }, true],
    [[], { FORCE_COLOR: '0' }, false],
    [[], { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [['--no-color'], { FORCE_COLOR: '1' }, false],
    [['--format', 'json', '--color'], {}, false],
  ] as const) {
    test(`is ${isColored ? '' : 'not '}colored with ${args.join(' ')} ${JSON.stringify(env)}`, () => {
      const { stdout } = run(['check', ...only, ...args], { cwd, env });
      assert.equal(stdout.includes('\x1b['), isColored);
    });
  }

  test('shows control characters of a file and of its name as symbols', () => {
    const folder = createFolder({ '\x1b[31m.dockerfile': 'FROM x\nWORKDIR a\x1b[2J\n' });
    const { stdout } = run(['check', ...only], { cwd: folder });
    assert.match(stdout, /^\u241b\[31m\.dockerfile:2:9 /);
    assert.match(stdout, /^ {2}2 \| WORKDIR a\u241b\[2J$/m);
    assert.ok(!stdout.includes('\x1b'));
  });

  test('cuts a line of a megabyte', () => {
    const long = `FROM x\nWORKDIR a${'b'.repeat(1_000_000)}\n`;
    const { stdout } = run(['check', ...only, '-'], { cwd, input: long });
    const excerpt = stdout.split('\n').filter((line) => /^ +\d* \|/.test(line));
    assert.equal(excerpt.length, 2);
    for (const line of excerpt) assert.ok(line.length < 200, line);
  });
});

describe('a marked line', () => {
  for (const [what, line, marked, source, carets] of [
    ['plain', 'USER root', 'root', 'USER root', '     ^^^^'],
    ['tabs', '\tUSER\troot', 'root', '    USER    root', '            ^^^^'],
    ['wide characters', 'A 日本 b', 'b', 'A 日本 b', '       ^'],
    ['wide characters in the range', 'A 日本 b', '日本', 'A 日本 b', '  ^^^^'],
    ['emoji', '👩‍🚀🚢 b', 'b', '👩‍🚀🚢 b', '     ^'],
    ['combining marks', 'e\u0301 b', 'b', 'e\u0301 b', '  ^'],
    ['nothing', 'a b', '', 'a b', '^'],
  ] as const) {
    test(`with ${what}`, () => {
      const start = line.indexOf(marked);
      assert.deepEqual(markLine(line, start, start + marked.length), { source, carets });
    });
  }

  test('that is long is cut around the range', () => {
    const line = `${'x'.repeat(500)}NEEDLE${'y'.repeat(500)}`;
    const { source, carets } = markLine(line, 500, 506);
    assert.equal(source, `…${'x'.repeat(40)}NEEDLE${'y'.repeat(114)}…`);
    assert.equal(carets, `${' '.repeat(41)}^^^^^^`);
  });

  test('that is long is not cut inside a character', () => {
    const line = '\u{1f433}'.repeat(300);
    for (const start of [200, 202, 204]) {
      const { source } = markLine(`a${line}`, start + 1, start + 3);
      assert.doesNotThrow(() => encodeURIComponent(source), source);
    }
  });

  test('is marked to its end when the range is longer', () => {
    assert.deepEqual(markLine('RUN a', 4, 400), { source: 'RUN a', carets: '    ^' });
  });
});

describe('JSON', () => {
  test('has findings with places from 1 and UTF-16 columns', () => {
    const cwd = createFolder({ Dockerfile: 'FROM debian:13\r\n\tWORKDIR a\u{1f433}b\r\n' });
    const { code, stdout, stderr } = run(['check', ...only, '--format=json'], { cwd });
    assert.deepEqual({ code, stderr }, { code: 1, stderr: '' });
    // The shape is what the assertions are about.
    const { version, files } = JSON.parse(stdout) as {
      readonly version: number;
      readonly files: readonly { path: string; findings: readonly Record<string, unknown>[] }[];
    };
    assert.equal(version, 1);
    const [finding] = files[0]?.findings ?? [];
    assert.ok(finding !== undefined);
    const { message, equivalents, fixes, ...rest } = finding;
    assert.deepEqual(rest, {
      rule: 'relative-workdir',
      code: 'IH701',
      severity: 'warning',
      line: 2,
      column: 10,
      endLine: 2,
      endColumn: 14,
    });
    assert.equal(typeof message, 'string');
    assert.ok(typeof equivalents === 'object' && equivalents !== null && 'hadolint' in equivalents);
    assert.equal(equivalents.hadolint, 'DL3000');
    assert.ok(Array.isArray(fixes) && fixes.length === 1);
    const fix: unknown = fixes[0];
    assert.ok(typeof fix === 'object' && fix !== null);
    assert.deepEqual(Object.keys(fix), ['title', 'applicability']);
  });

  test('is a document even when there is no file', () => {
    const { code, stdout } = run(['check', '--format', 'json'], { cwd: createFolder() });
    assert.deepEqual(JSON.parse(stdout), { version: 1, files: [] });
    assert.equal(code, 0);
  });
});
