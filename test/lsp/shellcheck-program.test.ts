import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { findShellcheck } from '../../server/src/shellcheck/find-program';
import { createStartProgram } from '../../server/src/shellcheck/run-program';
import {
  ScriptChecker,
  type ProgramEnd,
  type RunningProgram,
} from '../../server/src/shellcheck/script-checker';
import { createFolder } from '../harness/cli';
import { createFakeProgram, oneComment } from '../harness/shellcheck';

const script = { dialect: 'bash', text: 'echo $x\n' } as const;

/** A program that says it is ShellCheck, and what it was started with. */
function createChecker(
  answer: (args: readonly string[]) => ProgramEnd,
  version = 'ShellCheck - shell script analysis tool\nversion: 0.9.0\n',
) {
  const started: (readonly string[])[] = [];
  const start = (_program: string, args: readonly string[]): RunningProgram => {
    started.push(args);
    const isProbe = args[0] === '--version';
    const end: ProgramEnd = isProbe ? { kind: 'exited', code: 0, output: version } : answer(args);
    return { ended: Promise.resolve(end), stop: () => undefined };
  };
  const places: (string | undefined)[] = ['/bin/shellcheck'];
  const checker = new ScriptChecker(() => Promise.resolve(places[0]), start);
  return { checker, started, places };
}

const nothing: ProgramEnd = { kind: 'exited', code: 0, output: '{"comments":[]}' };

describe('a checker of scripts', () => {
  test('asks for the version once, and for an equal script once', async () => {
    const { checker, started } = createChecker(() => nothing);
    assert.equal(checker.known(script), undefined);
    await checker.check(script).answer;
    await checker.check({ ...script }).answer;
    await checker.check({ ...script, dialect: 'dash' }).answer;
    assert.deepEqual(
      started.map((args) => args.find((arg) => /^--(?:version|shell=)/.test(arg))),
      ['--version', '--shell=bash', '--shell=dash'],
    );
    assert.equal(checker.known(script)?.kind, 'checked');
  });

  test('follows no other file and reads no settings of a project', async () => {
    const { checker, started } = createChecker(() => nothing);
    await checker.check(script).answer;
    assert.deepEqual(started.at(-1), [
      '--norc',
      '--format=json1',
      '--shell=bash',
      '--exclude=SC1090,SC1091,SC2187',
      '-',
    ]);
  });

  for (const [version, shell] of [
    ['0.9.0', 'dash'],
    ['0.10.0', 'busybox'],
    ['0.11.0', 'busybox'],
    ['1.0.0', 'busybox'],
  ] as const) {
    test(`reads scripts for BusyBox as ${shell} in ${version}`, async () => {
      const { checker } = createChecker(() => nothing, `ShellCheck\nversion: ${version}\n`);
      const answer = await checker.check({ dialect: 'ash', text: 'x' }).answer;
      assert.deepEqual(answer, { kind: 'checked', report: { shell, comments: [] } });
    });
  }

  const failures: readonly (readonly [title: string, end: ProgramEnd, reason: RegExp])[] = [
    ['a crash', { kind: 'exited', code: null, output: '' }, /exit code null/],
    ['wrong options', { kind: 'exited', code: 4, output: '' }, /exit code 4/],
    ['garbage', { kind: 'exited', code: 1, output: '{"comments":[{' }, /cannot be read/],
    ['too much time', { kind: 'failed', reason: 'it took longer' }, /longer/],
  ];
  for (const [title, end, reason] of failures) {
    test(`tells of ${title}, and does not try again`, async () => {
      const { checker, started } = createChecker(() => end);
      const answer = await checker.check(script).answer;
      assert.ok(answer.kind === 'failed');
      assert.match(answer.reason, reason);
      await checker.check(script).answer;
      assert.equal(started.length, 2);
    });
  }

  test('believes only ShellCheck', async () => {
    const { checker, started } = createChecker(() => nothing, 'some program, version: 1.0\n');
    const answer = await checker.check(script).answer;
    assert.deepEqual(answer, { kind: 'failed', reason: '/bin/shellcheck is not ShellCheck' });
    assert.equal(started.length, 1);
  });

  test('looks for a missing program again', async () => {
    const { checker, places } = createChecker(() => nothing);
    places[0] = undefined;
    assert.deepEqual(await checker.check(script).answer, { kind: 'missing' });
    places[0] = '/bin/shellcheck';
    assert.equal((await checker.check(script).answer).kind, 'checked');
  });

  test('keeps a number of answers', async () => {
    const { checker } = createChecker(() => nothing);
    for (let index = 0; index <= 2_000; index++) {
      await checker.check({ dialect: 'sh', text: String(index) }).answer;
    }
    assert.equal(checker.known({ dialect: 'sh', text: '0' }), undefined);
    assert.ok(checker.known({ dialect: 'sh', text: '1' }) !== undefined);
  });

  test('starts nothing once it was stopped', async () => {
    const { checker, started } = createChecker(() => nothing);
    const { answer, stop } = checker.check(script);
    stop();
    assert.deepEqual(await answer, { kind: 'stopped' });
    assert.equal(started.length, 0);
    assert.equal(checker.known(script), undefined);
  });
});

describe('a program', () => {
  const start = createStartProgram({ time: 20_000, output: 1_000 });
  const evaluate = (code: string, input = '', run = start): RunningProgram =>
    run(process.execPath, ['-e', code], input);

  test('gets its input and gives its output, in UTF-8', async () => {
    const code = 'process.stdin.pipe(process.stdout); process.exitCode = 1;';
    assert.deepEqual(await evaluate(code, 'ä😀\n').ended, {
      kind: 'exited',
      code: 1,
      output: 'ä😀\n',
    });
  });

  test('runs outside of the project, without options for calls by hand', async () => {
    process.env['SHELLCHECK_OPTS'] = '-x';
    try {
      const code = 'console.log(process.cwd() + "|" + (process.env.SHELLCHECK_OPTS ?? "none"))';
      const end = await evaluate(code).ended;
      assert.ok(end.kind === 'exited');
      assert.equal(end.output, `${tmpdir()}|none\n`);
    } finally {
      delete process.env['SHELLCHECK_OPTS'];
    }
  });

  test('that writes too much is ended', async () => {
    const end = await evaluate('for (;;) console.log("x".repeat(1000))').ended;
    assert.deepEqual(end, { kind: 'failed', reason: 'it wrote more than 1000 bytes' });
  });

  test('that takes too long is ended', async () => {
    const run = createStartProgram({ time: 200, output: 1_000 });
    const end = await evaluate('setInterval(() => {}, 1000)', '', run).ended;
    assert.deepEqual(end, { kind: 'failed', reason: 'it took longer than 0.2 seconds' });
  });

  test('that does not read its input is no failure', async () => {
    const end = await evaluate('process.exit(1)', 'x'.repeat(1_000_000)).ended;
    assert.deepEqual(end, { kind: 'exited', code: 1, output: '' });
  });

  test('that is not there is a failure', async () => {
    const end = await start('/nowhere/shellcheck', [], '').ended;
    assert.ok(end.kind === 'failed');
    assert.match(end.reason, /cannot be started.*ENOENT/);
  });

  test('that nobody waits for is ended', async () => {
    const program = createFakeProgram('setInterval(() => {}, 1000);');
    const running = start(program.path, ['-'], '');
    running.stop();
    assert.deepEqual(await running.ended, { kind: 'stopped' });
  });
});

describe('ShellCheck is found', () => {
  const { folder, path: program } = createFakeProgram(`answer(${oneComment(2086, 'x')})`);
  const { PATH: usual = '' } = process.env;

  async function findIn(value: string, places = {}): Promise<string | undefined> {
    process.env['PATH'] = value;
    try {
      return await findShellcheck(places);
    } finally {
      process.env['PATH'] = usual;
    }
  }

  test('in PATH', async () => {
    assert.equal(await findIn(['/nowhere', folder].join(path.delimiter)), program);
  });

  test('not in a relative folder, which could be of a project', async () => {
    const relative = path.relative('', folder);
    assert.equal(await findIn([relative, '', '.'].join(path.delimiter)), undefined);
  });

  test('not where a file cannot be run, or is a folder', async () => {
    const plain = createFolder({ shellcheck: 'x', 'below/shellcheck/x': '' });
    chmodSync(path.join(plain, 'shellcheck'), 0o644);
    const folders = [plain, path.join(plain, 'below')].join(path.delimiter);
    // Access of root to a file that nobody may execute is refused as well.
    assert.equal(await findIn(folders), undefined);
  });

  test('in the extension, behind PATH', async () => {
    const extension = createFolder();
    const below = path.join(extension, 'binaries', process.platform, process.arch);
    mkdirSync(below, { recursive: true });
    const bundled = path.join(below, path.basename(program));
    writeFileSync(bundled, readFileSync(program));
    chmodSync(bundled, 0o755);
    assert.equal(await findIn('/nowhere', { extension }), bundled);
    assert.equal(await findIn(folder, { extension }), program);
    assert.equal(await findIn('/nowhere', { extension: '/nowhere' }), undefined);
  });

  test('where a setting says, and nowhere else then', async () => {
    assert.equal(await findIn('/nowhere', { set: program }), program);
    assert.equal(await findIn(folder, { set: '/nowhere/shellcheck' }), undefined);
    assert.equal(await findIn(folder, { set: 'shellcheck' }), undefined);
  });
});
