import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFolder, run, type CliResult } from '../harness/cli';

const naive = 'FROM node:18\nCOPY . .\nRUN npm install\nCMD npm start\n';

function score(cwd: string, ...args: readonly string[]): CliResult {
  return run(['score', '--today', '2026-11-22', ...args], { cwd });
}

interface Report {
  readonly version: number;
  readonly files: readonly {
    readonly file: string;
    readonly total: number;
    readonly grade: string;
    readonly broken: readonly string[];
    readonly points: readonly { readonly id: number; readonly result: string }[];
  }[];
}

function report(cwd: string, ...args: readonly string[]): Report['files'][number] {
  const { stdout } = score(cwd, '--json', ...args);
  const [file] = (JSON.parse(stdout) as Report).files; // The shape is that of docs/cli.md.
  assert.ok(file !== undefined, stdout);
  return file;
}

function resultOf(cwd: string, id: number): string | undefined {
  return report(cwd).points.find((point) => point.id === id)?.result;
}

describe('score', () => {
  test('tells what is missing, where, and how to mend it', () => {
    const { code, stdout } = score(createFolder({ Dockerfile: naive }));
    assert.equal(code, 0);
    assert.match(stdout, /^Dockerfile: \d+(\.5)? of 40 points, grade D$/m);
    assert.match(stdout, /^ {2}22 .*\n {5}Dockerfile:4: /m);
  });

  test('has all 40 points as JSON', () => {
    const { total, grade, points } = report(createFolder({ Dockerfile: naive }));
    assert.deepEqual(
      points.map(({ id }) => id),
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    assert.ok(total < 24);
    assert.equal(grade, 'D');
  });

  test('fails below the points that are asked for', () => {
    const cwd = createFolder({ Dockerfile: naive });
    assert.equal(score(cwd, '--min', '38').code, 1);
    assert.equal(score(cwd, '--min', '0').code, 0);
    assert.match(score(cwd, '--min', 'many').stderr, /^error: The option "--min" is a number/);
    assert.equal(score(cwd, '--min', '41').code, 2);
  });

  test('reads the Compose file beside the Dockerfile', () => {
    const compose = 'services:\n  app:\n    build: .\n    privileged: true\n';
    assert.equal(
      resultOf(createFolder({ Dockerfile: naive, 'compose.yaml': compose }), 31),
      'fail',
    );
  });

  test('reads workflows at the root of the repository', () => {
    const workflow = 'on: push\npermissions: {}\njobs: {}\n';
    const files = { '.git/HEAD': '', '.github/workflows/ci.yml': workflow };
    const cwd = createFolder({ ...files, 'shop/Dockerfile': naive });
    const bare = createFolder({ '.git/HEAD': '', 'shop/Dockerfile': naive });
    const verdict = (folder: string): string | undefined =>
      report(folder, 'shop').points.find(({ id }) => id === 38)?.result;
    assert.notEqual(verdict(cwd), verdict(bare));
  });

  test('counts a broken file as absent, and says so', () => {
    const cwd = createFolder({ Dockerfile: naive, 'compose.yaml': 'services: [\n' });
    assert.match(score(cwd).stdout, /^ {2}compose\.yaml cannot be read, and counts as absent\.$/m);
    assert.deepEqual(report(cwd).broken, ['compose.yaml']);
  });

  test('fails for a file that is not there', () => {
    assert.equal(score(createFolder(), 'missing').code, 2);
  });
});
