import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { rules } from '../../server/src/core/rules/index';
import { checkRuleCase } from '../harness/invariants';
import { readPage, updateFixed } from '../harness/literate';

const folder = path.join(process.cwd(), 'test/rules');
const only = process.env['IRONHULL_ONLY'];
const update = process.env['UPDATE_SNAPSHOTS'] === '1';

for (const rule of rules.filter((each) => only === undefined || each.id === only)) {
  const page = path.join(folder, `${rule.id}.md`);
  describe(`${rule.id}: edge cases`, () => {
    test('the page exists and has cases', () => {
      assert.ok(existsSync(page), `test/rules/${rule.id}.md is missing`);
      assert.ok(3 <= readPage(page).length, 'a page has at least three cases');
    });
    if (!existsSync(page)) return;
    for (const each of readPage(page)) {
      test(each.title, () => {
        const today = each.today === undefined ? {} : { today: each.today };
        const fixed = update ? undefined : each.fixed;
        const outcome = checkRuleCase({
          rule,
          source: each.source,
          fixed,
          files: each.files,
          options: each.options,
          ...today,
        });
        if (update && each.fixed !== undefined) updateFixed(page, each.title, outcome.fixedText);
      });
    }
  });
}

test('every page belongs to a rule', () => {
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const known = new Set(rules.map((rule) => `${rule.id}.md`));
  assert.deepEqual(
    pages.filter((name) => !known.has(name)),
    [],
  );
});
