import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const form =
  /^(feat|fix|docs|test|refactor|perf|build|ci|style|revert)(\((rules|assists|recipes|lsp|cli|client|core)\))?: [a-z].*[^.]$/;

test('every commit is conventional: type(scope): subject', (context) => {
  const { status, stdout } = spawnSync('git', ['log', '--no-merges', '--format=%s'], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    context.skip('this folder is no Git repository');
    return;
  }
  const subjects = stdout.split('\n').filter((subject) => subject !== '');
  assert.deepEqual(
    subjects.filter((subject) => !form.test(subject)),
    [],
  );
});
