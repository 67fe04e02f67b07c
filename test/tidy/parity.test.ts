import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { peers, type Equivalents } from '../../server/src/core/rules/define-rule';
import { rules } from '../../server/src/core/rules/index';
import { readFileSync } from 'node:fs';

// The shape of a file of ours.
const parity = JSON.parse(readFileSync('scripts/parity/checks.json', 'utf8')) as {
  readonly checks: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly withoutRule: Readonly<Record<string, string>>;
};

function idsOf(equivalents: Equivalents, peer: string): readonly string[] {
  return Object.entries(equivalents).flatMap(([key, ids]) => (key === peer ? ids : []));
}

describe('the checks of the peers', () => {
  for (const [peer, checks] of Object.entries(parity.checks)) {
    for (const id of Object.keys(checks)) {
      test(`${peer} ${id} has a rule or a reason, not both`, () => {
        const found = rules.some(({ equivalents }) => idsOf(equivalents, peer).includes(id));
        const reason = parity.withoutRule[id];
        assert.equal(found, reason === undefined);
        if (reason !== undefined) assert.match(reason, /^[a-z].{20}/);
      });
    }
  }

  test('are all that rules name', () => {
    for (const [peer, checks] of Object.entries(parity.checks)) {
      for (const { id, equivalents } of rules) {
        // Ids of ShellCheck are known to hadolint, and not listed by it.
        const named = idsOf(equivalents, peer).filter((each) => !/^SC\d+$/.test(each));
        for (const each of named) assert.ok(each in checks, `${id}: ${peer} ${each}`);
      }
    }
  });

  test('are named where a message stands for some of them', () => {
    for (const { id, equivalents, messageEquivalents } of rules) {
      for (const narrow of Object.values(messageEquivalents ?? {})) {
        for (const peer of Object.keys(peers)) {
          const own = idsOf(equivalents, peer);
          for (const each of idsOf(narrow ?? {}, peer))
            assert.ok(own.includes(each), `${id} ${each}`);
        }
      }
    }
  });
});
