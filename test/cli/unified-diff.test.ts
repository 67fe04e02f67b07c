import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createUnifiedDiff } from '../../server/src/cli/unified-diff';
import { createFolder } from '../harness/cli';

const appliers = [
  { name: 'git apply', args: ['apply', '--whitespace=nowarn', 'change.patch'], program: 'git' },
  { name: 'patch', args: ['-p1', '--binary', '-s', '-i', 'change.patch'], program: 'patch' },
].filter(({ program }) => spawnSync(program, ['--version']).status === 0);

function checkDiff(before: string, after: string, name = 'Dockerfile'): void {
  const diff = createUnifiedDiff(name, before, after);
  for (const { name: applier, program, args } of appliers) {
    const cwd = createFolder({ [name]: before, 'change.patch': diff });
    // Git looks for a repository above; without one it applies to plain files.
    const { status, stderr } = spawnSync(program, args, {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(cwd) },
    });
    assert.equal(status, 0, `${applier}: ${stderr}\n${diff}`);
    assert.equal(readFileSync(path.join(cwd, name), 'utf8'), after, `${applier}\n${diff}`);
  }
}

describe('a unified diff applies', { skip: appliers.length === 0 }, () => {
  const ten = Array.from({ length: 10 }, (_, index) => `line ${String(index)}\n`).join('');

  for (const [what, before, after] of [
    ['one line', 'a\nb\nc\n', 'a\nB\nc\n'],
    ['a line more at the start', ten, `new\n${ten}`],
    ['a line more at the end', ten, `${ten}new\n`],
    ['lines less', ten, ten.replace('line 4\nline 5\n', '')],
    ['two hunks', `${ten}${ten}`, `x\n${ten}${ten}y\n`],
    ['two changes in one hunk', ten, ten.replace('line 2', 'A').replace('line 8', 'B')],
    ['CRLF', 'a\r\nb\r\n', 'a\r\nB\r\n'],
    ['CRLF that becomes LF', 'a\r\nb\r\n', 'a\nb\n'],
    ['no last line feed', 'a\nb', 'a\nB'],
    ['a last line feed more', 'a\nb', 'a\nb\n'],
    ['a last line feed less', 'a\nb\n', 'a\nb'],
    ['a change above a line without feed', 'a\nb', 'A\nb'],
    ['a byte order mark', '\ufeffa\nb\n', '\ufeffA\nb\n'],
    ['lone carriage returns', 'a\rb\nc\n', 'a\rB\nc\n'],
    ['lines that look like a patch', '--- a\n+++ b\n@@ -1 +1 @@\n', '--- a\n+++ c\n@@ -1 +1 @@\n'],
    ['all lines', 'a\nb\n', 'c\nd\ne\n'],
    ['repeated lines', 'a\na\na\nb\na\n', 'a\na\nb\na\na\n'],
  ] as const) {
    test(`with ${what}`, () => {
      checkDiff(before, after);
    });
  }

  for (const name of [
    'my file',
    'sub/Dockerfile',
    'caf\u00e9.dockerfile',
    'a"b',
    'back\\slash',
    'tab\there',
  ]) {
    test(`to a file named ${JSON.stringify(name)}`, () => {
      checkDiff('a\n', 'b\n', name);
    });
  }

  test('for random changes', () => {
    const random = createRandom(20_261_121);
    for (let round = 0; round < 60; round++) {
      const before = randomLines(random);
      checkDiff(before.join(''), mutate(before, random).join(''));
    }
  });
});

describe('a unified diff', () => {
  test('is empty for equal texts', () => {
    assert.equal(createUnifiedDiff('x', 'a\n', 'a\n'), '');
  });

  test('is as short as can be', () => {
    const random = createRandom(7);
    for (let round = 0; round < 300; round++) {
      const before = randomLines(random);
      const after = mutate(before, random);
      const diff = createUnifiedDiff('x', before.join(''), after.join(''));
      const changed = diff
        .split('\n')
        .filter((line) => /^[-+](?!-- a\/|\+\+ b\/)/.test(line)).length;
      assert.equal(changed, before.length + after.length - 2 * commonLength(before, after));
    }
  });

  test('of very different texts is still made quickly', () => {
    const before = Array.from({ length: 20_000 }, (_, index) => `a${String(index)}\n`).join('');
    const after = before.replaceAll('a', 'b');
    const diff = createUnifiedDiff('x', before, after);
    assert.equal(diff.split('\n').length, 2 + 1 + 40_000 + 1);
    assert.match(diff, /^@@ -1,20000 \+1,20000 @@$/m);
  });
});

type Random = (below: number) => number;

function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

function randomLines(random: Random): readonly string[] {
  return Array.from({ length: 1 + random(25) }, () => `${'abcde'.charAt(random(5))}\n`);
}

function mutate(lines: readonly string[], random: Random): readonly string[] {
  const result = [...lines];
  for (let count = 1 + random(6); 0 < count; count--) {
    const inserted = random(3) === 0 ? [] : [`${'abcdefg'.charAt(random(7))}\n`];
    result.splice(random(result.length + 1), random(2), ...inserted);
  }
  return result.join('') === lines.join('') || result.length === 0 ? [...lines, 'end\n'] : result;
}

/** The length of the longest common subsequence, by the textbook. */
function commonLength(left: readonly string[], right: readonly string[]): number {
  let last = Array.from({ length: right.length + 1 }, () => 0);
  for (const line of left) {
    const current = [0];
    for (const [index, other] of right.entries()) {
      const longer = Math.max(last[index + 1] ?? 0, current[index] ?? 0);
      current.push(line === other ? (last[index] ?? 0) + 1 : longer);
    }
    last = current;
  }
  return last.at(-1) ?? 0;
}

test('a patch that the command line prints is the one the function makes', () => {
  const cwd = createFolder();
  writeFileSync(path.join(cwd, 'x'), createUnifiedDiff('x', 'a', 'b'));
  assert.equal(
    readFileSync(path.join(cwd, 'x'), 'utf8'),
    '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n',
  );
});
