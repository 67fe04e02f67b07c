import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFolder, run, type CliResult } from '../harness/cli';
import { compileSchema, findViolations, readSchema } from '../harness/json-schema';
import {
  createFakeProgram,
  needsShellcheck,
  oneComment,
  type FakeProgram,
} from '../harness/shellcheck';

const cwd = createFolder({
  Dockerfile: 'FROM debian:13-slim\nWORKDIR app\nRUN echo $x\n',
  'silenced/Dockerfile':
    'FROM debian:13-slim\n# hadolint ignore=SC2999\nRUN echo $x\nRUN ["echo"]\n',
});

function check(program: FakeProgram | undefined, ...args: readonly string[]): CliResult {
  const PATH = program?.folder ?? '/nowhere';
  return run(['check', '--no-config', '--no-context', '--shellcheck', ...args], {
    cwd,
    env: { PATH },
  });
}

const warn = createFakeProgram(`answer(${JSON.stringify(oneComment(2999, 'Some <thing>.'))});`);

describe('"ironhull check --shellcheck"', () => {
  test('shows what ShellCheck finds, in place', () => {
    const { code, stdout, stderr } = check(warn, 'Dockerfile');
    assert.equal(code, 1);
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^Dockerfile:3:5 warning SC2999 Some <thing>\.\n {2}3 \| RUN echo \$x\n {4}\| {5}\^{4}\n {2}help: https:\/\/www\.shellcheck\.net\/wiki\/SC2999$/m,
    );
    assert.match(stdout, /relative-workdir/);
  });

  test('runs no program without the option', () => {
    const before = warn.calls().length;
    const { stdout } = run(['check', 'Dockerfile'], { cwd, env: { PATH: warn.folder } });
    assert.doesNotMatch(stdout, /SC2999/);
    assert.equal(warn.calls().length, before);
  });

  test('checks equal scripts of several files once', () => {
    const counting = createFakeProgram('answer(\'{"comments":[]}\');');
    check(counting);
    assert.deepEqual(
      counting.calls().map((call) => call.split('\n')[1]),
      ['echo $x'],
    );
  });

  test('lets comments silence it', () => {
    const { stdout } = check(warn, 'silenced');
    assert.doesNotMatch(stdout, /SC2999/);
  });

  test('has a place in every format', () => {
    const shapes: Readonly<Record<string, RegExp>> = {
      sarif: /"helpUri": "https:\/\/www\.shellcheck\.net\/wiki\/SC2999"[^]*"ruleId": "SC2999"/,
      github: /^::warning file=Dockerfile,line=3.*title=SC2999::Some <thing>\.$/m,
      gitlab: /"check_name": "SC2999"/,
      checkstyle: /message="Some &lt;thing&gt;\." source="shellcheck\.SC2999"/,
      junit: /SC2999 at Dockerfile:3:5/,
    };
    for (const [format, shape] of Object.entries(shapes)) {
      assert.match(check(warn, '--format', format, 'Dockerfile').stdout, shape);
    }
    const { stdout } = check(warn, '--format', 'json', 'Dockerfile');
    assert.match(stdout, /"source": "shellcheck",\s*"rule": "SC2999",\s*"code": "SC2999"/);
    const validate = compileSchema(readSchema('schemas/report.schema.json'));
    assert.deepEqual(findViolations(validate, JSON.parse(stdout)), []);
  });

  test('fails when there is no ShellCheck, once, and shows ours', () => {
    const { code, stdout, stderr } = check(undefined);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'error: The option "--shellcheck" needs ShellCheck, which is not in PATH.\n',
    );
    assert.match(stdout, /relative-workdir/);
  });

  test('fails when ShellCheck fails, and shows ours', () => {
    const { code, stdout, stderr } = check(createFakeProgram('process.exit(2);'), 'Dockerfile');
    assert.equal(code, 2);
    assert.match(stderr, /^error: Dockerfile: ShellCheck failed on a script: .*exit code 2\.\n$/);
    assert.match(stdout, /relative-workdir/);
  });

  test('excludes a choice of our rules', () => {
    const { code, stderr } = check(warn, '--only', 'root-user');
    assert.equal(code, 2);
    assert.match(stderr, /"--only" and "--shellcheck" exclude each other/);
  });
});

describe('the command line with ShellCheck itself', () => {
  test('finds what it finds', needsShellcheck, () => {
    const { stdout, stderr } = run(
      ['check', '--shellcheck', '--quiet', '--no-config', 'Dockerfile'],
      {
        cwd,
      },
    );
    assert.equal(stderr, '');
    assert.match(stdout, /^Dockerfile:3:10 information SC2086 .*$/m);
    assert.match(stdout, /^Dockerfile:3:10 warning SC2154 .*$/m);
  });
});
