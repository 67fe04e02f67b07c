import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Assist, AssistExample } from '../../server/src/core/assists/define-assist';
import { assists } from '../../server/src/core/assists/index';
import { resolveRules } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { applyAssist, atCursor } from '../harness/assists';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';
import { variants } from '../harness/variants';

const strict = resolveRules({ profile: 'strict' });

for (const assist of assists) {
  describe(assist.id, () => {
    test('it has an example', () => {
      assert.notEqual(assist.examples.length, 0);
    });
    for (const [index, example] of assist.examples.entries()) {
      const { text, offset } = atCursor(example.before);
      test(`example ${String(index + 1)} gives the text behind it`, () => {
        assert.equal(applyAssist(assist, text, offset, example), example.after);
      });
      test(`example ${String(index + 1)} is done after one time`, () => {
        const again = applyAssist(
          assist,
          example.after,
          Math.min(offset, example.after.length),
          example,
        );
        assert.ok(again === undefined || again === example.after, String(again));
      });
      test(`example ${String(index + 1)} is offered at its place only`, () => {
        assert.equal(applyAssist(assist, `# A comment.\n\n${text}`, 3, example), undefined);
      });
      test(`example ${String(index + 1)} brings no new error`, () => {
        assert.deepEqual(
          errorsOf(example.after, example).filter(
            (error) => !errorsOf(text, example).includes(error),
          ),
          [],
        );
      });
      checkVariants(assist, text, offset, example, index);
    }
  });
}

/** The same file with other line endings and another escape character gives the same result. */
function checkVariants(
  assist: Assist,
  text: string,
  offset: number,
  example: AssistExample,
  index: number,
): void {
  for (const variant of variants) {
    const cursor = '\u0001';
    const written = variant.apply(`${text.slice(0, offset)}${cursor}${text.slice(offset)}`);
    const expected = variant.apply(example.after);
    if (written === undefined || expected === undefined) continue;
    test(`example ${String(index + 1)} works with ${variant.name}`, () => {
      const place = written.indexOf(cursor);
      assert.equal(applyAssist(assist, written.replace(cursor, ''), place, example), expected);
    });
  }
}

function errorsOf(text: string, { files }: AssistExample): readonly string[] {
  const { findings, failures } = lint(
    new DockerfileModel(text, files === undefined ? undefined : toProject(files)),
    strict,
    exampleDay,
  );
  assert.deepEqual(failures, [], 'no rule throws');
  return findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
}
