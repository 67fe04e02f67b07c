import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { assists, emitters, points, recipes, rules } from '../../server/src/core/service';
import { readSnippets, snippetFiles } from '../harness/snippet-files';

const page = readFileSync('docs/practices.md', 'utf8');

interface Row {
  readonly number: number;
  readonly practice: string;
  readonly where: string;
  readonly note: string;
}

const rows: readonly Row[] = page
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    assert.equal(cells.length, 6, `not four cells: ${line}`);
    const [, number = '', practice = '', where = '', note = ''] = cells;
    return { number: Number(number), practice, where, note };
  });

/** Everything that may stand in the column "Where", as it is written there. */
const known: ReadonlySet<string> = new Set([
  '[all rules](rules/README.md)',
  ...rules.map(({ id }) => `[${id}](rules/${id}.md)`),
  ...assists.map(({ id }) => `[${id}](assists/${id}.md)`),
  ...[...emitters, ...recipes].map(({ id }) => `\`generate: ${id}\``),
  ...snippetFiles.flatMap(readSnippets).map(({ prefixes }) => `\`snippet: ${prefixes[0] ?? ''}\``),
]);

const scorePattern = /^`score: (\d+(?:, \d+)*)`$/;

describe('docs/practices.md', () => {
  test('the practices of both articles are numbered from 1', () => {
    assert.deepEqual(
      rows.map(({ number }) => number),
      rows.map((_row, index) => index + 1),
    );
    assert.ok(45 <= rows.length, `${String(rows.length)} practices`);
    assert.equal(new Set(rows.map(({ practice }) => practice)).size, rows.length);
  });

  test('articles are not named by address', () => {
    assert.doesNotMatch(page, /https?:|www\./);
  });

  test('links lead somewhere', () => {
    for (const [, target = ''] of page.matchAll(/\]\(([^)]+)\)/g)) {
      assert.ok(existsSync(path.join('docs', target)), target);
    }
  });

  for (const { number, practice, where, note } of rows) {
    test(`${String(number)}: ${practice}`, () => {
      assert.match(practice, /^[A-Z`].*\.$/);
      assert.match(note, /\.$/);
      // The commas between points stand inside of code.
      const entries = where.match(/`[^`]*`|[^,`]+/g)?.map((entry) => entry.trim()) ?? [];
      const named = entries.filter((entry) => entry !== '');
      assert.notDeepEqual(named, [], 'nothing covers it');
      for (const entry of named) {
        const ids = scorePattern.exec(entry)?.[1]?.split(', ').map(Number);
        if (ids === undefined) assert.ok(known.has(entry), `there is no ${entry}`);
        for (const id of ids ?? []) {
          assert.ok(
            points.some((point) => point.id === id),
            `there is no point ${String(id)}`,
          );
        }
      }
    });
  }
});
