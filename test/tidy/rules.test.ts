import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { assists } from '../../server/src/core/assists/index';
import { categories, peers, type Equivalents } from '../../server/src/core/rules/define-rule';
import { rules } from '../../server/src/core/rules/index';

/** Ids of a message that its rule does not have. */
function missingIds(message: Equivalents, rule: Equivalents): readonly string[] {
  return Object.keys(peers).flatMap((peer) => {
    const idsIn = (of: Equivalents): readonly string[] =>
      Object.entries(of).flatMap(([name, value]) => (name === peer ? value : []));
    return idsIn(message).filter((each) => !idsIn(rule).includes(each));
  });
}

const forbiddenNames = /^(no|use|prefer|avoid|require|do-not)-|-check$/;

function filesOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true }).map((name) => name.toString());
  return new Map(
    files
      .filter((name) => name.endsWith('.ts') && !/(^|[\\/])(index|define-\w+)\.ts$/.test(name))
      .map((name) => [path.basename(name, '.ts'), path.join(folder, name)]),
  );
}

describe('every rule', () => {
  const files = filesOf('server/src/core/rules');

  test('is one file named by its id, in the folder of its category', () => {
    assert.deepEqual(rules.map((rule) => rule.id).sort(), [...files.keys()].sort());
    for (const rule of rules) {
      assert.equal(path.basename(path.dirname(files.get(rule.id) ?? '')), rule.category, rule.id);
    }
  });

  test('names a problem', () => {
    for (const rule of rules) {
      assert.match(rule.id, /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
      assert.doesNotMatch(rule.id, forbiddenNames);
    }
  });

  test('has a code of its category that no other rule has or had', () => {
    const retired = JSON.parse(
      readFileSync('docs/retired-codes.json', 'utf8'),
    ) as readonly string[];
    const codes = rules.map((rule) => rule.code);
    assert.equal(new Set(codes).size, codes.length);
    for (const rule of rules) {
      assert.match(rule.code, new RegExp(`^IH${String(categories[rule.category].digit)}\\d\\d$`));
      assert.ok(!retired.includes(rule.code), rule.code);
    }
  });

  test('has a severity that its category allows', () => {
    for (const rule of rules) {
      const allowed: readonly string[] = categories[rule.category].severities;
      assert.ok(allowed.includes(rule.severity), rule.id);
    }
  });

  test('says since when, what and why in sentences', () => {
    for (const rule of rules) {
      assert.match(rule.since, /^(next|\d+\.\d+\.\d+)$/, rule.id);
      assert.match(rule.summary, /^[A-Z`].*\.$/, rule.id);
      assert.match(rule.why, /^[A-Z`][^]*\.$/, rule.id);
      assert.notEqual(rule.examples.length, 0, rule.id);
    }
  });

  test('maps only to peers that are known, and remedies to assists that exist', () => {
    const assistIds = assists.map((assist) => assist.id);
    for (const rule of rules) {
      for (const peer of Object.keys(rule.equivalents))
        assert.ok(peer in peers, `${rule.id}: ${peer}`);
      for (const remedy of rule.remedies ?? []) assert.ok(assistIds.includes(remedy), remedy);
    }
  });

  test('has every check that one of its messages stands for', () => {
    for (const { id, equivalents, messageEquivalents = {} } of rules) {
      for (const each of Object.values(messageEquivalents)) {
        assert.deepEqual(missingIds(each ?? {}, equivalents), [], id);
      }
    }
  });

  test('explains what an unsafe fix changes', () => {
    for (const rule of rules) {
      const code = readFileSync(files.get(rule.id) ?? '', 'utf8');
      if (/applicability: '?(unsafe|placeholder)/.test(code)) {
        assert.notEqual(rule.fixNotes, undefined, `${rule.id} needs fixNotes`);
      }
    }
  });

  test('stays within 450 lines', () => {
    for (const [id, file] of files) {
      const lines = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '');
      assert.ok(lines.length <= 450, `${id} has ${String(lines.length)} lines`);
    }
  });

  test('takes facts from the model instead of parsing shell text', () => {
    const wrong = [...files.values()].filter((file) =>
      /from '(\.\.\/)+syntax\/(shell-text|parse|logical-line|arguments)'/.test(
        readFileSync(file, 'utf8'),
      ),
    );
    assert.deepEqual(wrong, []);
  });
});

test('every assist is one file named by its id', () => {
  const files = filesOf('server/src/core/assists');
  assert.deepEqual(assists.map((assist) => assist.id).sort(), [...files.keys()].sort());
});

test('every assist mends rules that exist and do not name it themselves', () => {
  for (const { id, mends = [] } of assists) {
    for (const mended of mends) {
      const rule = rules.find((each) => each.id === mended);
      assert.ok(rule !== undefined, `${id}: ${mended}`);
      assert.ok(rule.remedies?.includes(id) !== true, `${id}: ${mended}`);
    }
  }
});
