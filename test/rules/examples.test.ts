import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Example } from '../../server/src/core/rules/define-rule';
import { rules } from '../../server/src/core/rules/index';
import { checkGood, checkRuleCase, type RuleCase } from '../harness/invariants';

/** What an example is checked with besides its text. */
const aroundOf = ({ files, options }: Example): Pick<RuleCase, 'files' | 'options'> => ({
  files,
  options,
});

const only = process.env['IRONHULL_ONLY'];

for (const rule of rules.filter((each) => only === undefined || each.id === only)) {
  describe(rule.id, () => {
    let mended = 0;
    let unmended = 0;
    for (const [index, example] of rule.examples.entries()) {
      test(`example ${String(index + 1)} is found, mended and silent when good`, () => {
        const hasFix = rule.fixable !== 'never';
        const { findings } = checkRuleCase({
          rule,
          source: example.bad,
          fixed: undefined,
          ...aroundOf(example),
        });
        assert.notEqual(findings.length, 0, 'an example shows a finding');
        const fixable = findings.filter((finding) =>
          finding.fixes.some((fix) => fix.applicability !== 'placeholder'),
        );
        mended += findings.filter((finding) => finding.fixes.length !== 0).length;
        unmended += findings.filter((finding) => finding.fixes.length === 0).length;
        if (hasFix && fixable.length !== 0) {
          const fixed = example.fixed ?? example.good;
          checkRuleCase({ rule, source: example.bad, fixed, ...aroundOf(example) });
        }
        checkGood(rule, example.good, aroundOf(example));
      });
    }
    test('the promise about fixes holds', () => {
      if (rule.fixable === 'never') assert.equal(mended, 0, 'H5: a rule without fixes gives none');
      else assert.notEqual(mended, 0, 'H5: a declared fix is exercised');
      if (rule.fixable === 'always') assert.equal(unmended, 0, 'H5: every finding has a fix');
    });
  });
}
