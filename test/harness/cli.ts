import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

const program = path.resolve('dist/cli/main.js');

/** What a run of the command line left. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

/** Runs the built command line to its end. */
export function run(args: readonly string[], options: CliOptions): CliResult {
  const { NO_COLOR: _never, FORCE_COLOR: _always, ...environment } = process.env;
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [...(options.node ?? []), program, ...args],
    {
      cwd: options.cwd,
      input: options.input ?? '',
      encoding: 'utf8',
      env: { ...environment, ...options.env },
      timeout: 60_000,
      maxBuffer: 2 ** 28,
    },
  );
  assert.ifError(error);
  assert.ok(status !== null, 'the command line was ended by a signal');
  return { code: status, stdout, stderr };
}

/** A temporary folder with files, removed after the tests of the file; a name may have folders. */
export function createFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ironhull-cli-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}
