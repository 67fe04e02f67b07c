import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

function linesOf(folder: string): readonly { readonly file: string; readonly lines: number }[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name.toString()))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({
      file,
      lines: readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '').length,
    }));
}

test('the client stays thin', () => {
  const total = linesOf('client/src').reduce((sum, { lines }) => sum + lines, 0);
  assert.ok(total <= 380, `the client has ${String(total)} lines`);
});

test('a request handler stays small', () => {
  const long = linesOf('server/src/lsp/features').filter(({ lines }) => 150 < lines);
  assert.deepEqual(long, []);
});

test('a file of the core stays readable', () => {
  const folders = ['text', 'syntax', 'model', 'rewrite', 'config', 'engine'];
  const long = folders
    .flatMap((folder) => linesOf(path.join('server/src/core', folder)))
    .filter(({ lines }) => 360 < lines);
  assert.deepEqual(long, []);
});
