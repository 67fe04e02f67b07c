import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((name) => existsSync(name) && name !== '');
const sources = tracked.filter((name) => /\.(ts|mjs|cjs)$/.test(name));

function offenders(files: readonly string[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${String(index + 1)}: ${line.trim()}`] : [],
      ),
  );
}

test('no file is named by a word that says nothing', () => {
  const vague = /(^|\/)(utils?|helpers?|misc|manager|common)(\.|\/)/;
  assert.deepEqual(
    tracked.filter((name) => vague.test(name) && !name.startsWith('client/src/common/')),
    [],
  );
});

test('nothing is typed any', () => {
  const typed = sources.filter((name) => name.endsWith('.ts') && !name.endsWith('source.test.ts'));
  assert.deepEqual(offenders(typed, /^(?!\s*(\/\*\*|\*|\/\/)).*(:\s*any\b|<any>|\bas any\b)/), []);
});

test('nothing is left to do without an issue', () => {
  const marks = new RegExp(
    ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].map((word) => `\\b${word}\\b(?!\\(#\\d+\\))`).join('|'),
  );
  assert.deepEqual(offenders(sources, marks), []);
});

test('no check of the compiler is switched off, and one of the linter only with a reason', () => {
  const silent = 'eslint-' + 'disable(?!.* -- \\w)';
  const marks = new RegExp(['@ts-' + 'ignore', '@ts-' + 'expect-error', silent].join('|'));
  assert.deepEqual(offenders(sources, marks), []);
});

test('comments tell no history and hold no code', () => {
  const banned =
    /\/\/.*\b(previously|no longer|used to be)\b|^\s*\/\/\s*((const|let) \w+ =|import .* from '|return .*;|if \(.*\{)/;
  assert.deepEqual(offenders(sources, banned), []);
});
