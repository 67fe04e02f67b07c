import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

/** What ShellCheck itself has said of a script, in the format `json1`. */
export interface Recorded {
  readonly name: string;
  readonly shell: string;
  readonly script: string;
  readonly report: object;
}

const file = readFileSync('test/harness/shellcheck-recorded.json', 'utf8');

/** Answers of ShellCheck 0.9.0. */
export const recordedAnswers = // Written by a test of ours, see test/lsp/shellcheck.test.ts.
  (JSON.parse(file) as { readonly recorded: readonly Recorded[] }).recorded;

/** The recorded answer of a name. */
export function recordedAnswer(name: string): Recorded {
  const found = recordedAnswers.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no recorded answer "${name}".`);
  return found;
}

const { stdout } = spawnSync('shellcheck', ['--version'], { encoding: 'utf8' });

/** The version of the ShellCheck of this machine; undefined without one. */
export const shellcheckVersion = /^version: (\S+)/m.exec(stdout)?.[1];

/**
 * Options of a test that runs ShellCheck: it is skipped where there is none, and fails there when everything is
 * wanted, as in CI.
 */
export const needsShellcheck =
  shellcheckVersion !== undefined || process.env['IRONHULL_REQUIRE_ALL_TIERS'] === '1'
    ? {}
    : { skip: 'ShellCheck is not installed (Debian: apt-get install shellcheck)' };

/** A program named `shellcheck` for tests, and a file in which it notes each of its calls. */
export interface FakeProgram {
  readonly folder: string;
  readonly path: string;
  /** The arguments of each call but `--version`, and below them its input. */
  readonly calls: () => readonly string[];
}

/**
 * Makes a program that says it is ShellCheck.
 *
 * @param body statements of JavaScript: `input` is what it got, `args` are its arguments, `answer(text)` writes
 * @param version what it says of its version; an empty text: it says nothing
 */
export function createFakeProgram(body: string, version = '0.10.0'): FakeProgram {
  const folder = mkdtempSync(path.join(tmpdir(), 'ironhull-shellcheck-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const program = path.join(folder, 'shellcheck');
  const log = path.join(folder, 'calls.log');
  writeFileSync(log, '');
  const source = `#!${process.execPath}
const { appendFileSync, readFileSync, writeSync } = require('node:fs');
const args = process.argv.slice(2);
const answer = (text) => writeSync(1, text);
if (args[0] === '--version') {
  answer(${JSON.stringify(version === '' ? '' : `ShellCheck - shell script analysis tool\nversion: ${version}\n`)});
} else {
  const input = readFileSync(0, 'utf8');
  appendFileSync(${JSON.stringify(log)}, JSON.stringify(args.join(' ') + '\\n' + input) + '\\n');
  ${body}
}
`;
  writeFileSync(program, source);
  chmodSync(program, 0o755);
  return {
    folder,
    path: program,
    calls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => String(JSON.parse(line))),
  };
}

/** An answer of ShellCheck with one finding, on the first word of a script. */
export function oneComment(code: number, message: string, length = 4): string {
  const place = { line: 1, column: 1, endLine: 1, endColumn: 1 + length };
  const comment = { file: '-', ...place, level: 'warning', code, message, fix: null };
  return JSON.stringify({ comments: [comment] });
}
