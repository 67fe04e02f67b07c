import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveRules } from '../../server/src/core/config/resolve';
import { collectActions } from '../../server/src/core/engine/actions';
import { describeModel } from '../../server/src/core/engine/describe-model';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { rules } from '../../server/src/core/rules/index';
import { applyEdits } from '../../server/src/core/text/edit';
import { exampleDay } from '../harness/invariants';
import { readMarks } from '../harness/marked-source';
import { createRandom, mutate } from '../harness/mutate';

const strict = resolveRules({ profile: 'strict' });
const seeds = rules.flatMap((rule) =>
  rule.examples.flatMap((example) => [readMarks(example.bad).text, example.good]),
);
const inputs = 6000;

test(`${String(inputs)} mutated examples never throw, and every fix still applies`, () => {
  const random = createRandom(20_261_121);
  for (let index = 0; index < inputs; index++) {
    const seed = seeds[Math.floor(random() * seeds.length)] ?? '';
    const text = mutate(seed, random);
    const model = new DockerfileModel(text);
    const { findings, failures } = lint(model, strict, exampleDay);
    assert.deepEqual(failures, [], JSON.stringify(text));
    for (const finding of findings) {
      assert.ok(
        0 <= finding.span.start &&
          finding.span.start <= finding.span.end &&
          finding.span.end <= text.length,
        `${finding.rule} marks a place outside of ${JSON.stringify(text)}`,
      );
      for (const fix of finding.fixes) applyEdits(text, fix.edits);
    }
    if (index % 10 === 0) {
      describeModel(model);
      const at = Math.floor(random() * (text.length + 1));
      collectActions(model, { start: at, end: at }, strict, exampleDay);
    }
  }
});

test('prefixes of every example, as they are typed, never throw', () => {
  for (const seed of seeds.slice(0, 60)) {
    for (let end = 0; end <= seed.length; end += 3) {
      const { failures } = lint(new DockerfileModel(seed.slice(0, end)), strict, exampleDay);
      assert.deepEqual(failures, [], JSON.stringify(seed.slice(0, end)));
    }
  }
});
