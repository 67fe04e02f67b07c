import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Assist, AssistOutcome } from '../../server/src/core/assists/define-assist';
import { applyEdits } from '../../server/src/core/text/edit';
import { atCursor, runAssist, type Surroundings } from './assists';

/** One case of an assist: what it makes of a file, or why it refuses; with neither it is not offered. */
export interface AssistCase extends Surroundings {
  readonly title: string;
  /** The cursor stands at `<CURSOR>`. */
  readonly before: string;
  readonly after?: string;
  readonly reason?: RegExp;
  /** The title, level and evidence of the outcome, where they are of interest. */
  readonly outcome?: Partial<Extract<AssistOutcome, { kind: 'edits' }>>;
}

export function testAssistCases(assist: Assist, cases: readonly AssistCase[]): void {
  describe(assist.id, () => {
    for (const each of cases) {
      test(each.title, () => {
        checkCase(assist, each);
      });
    }
  });
}

function checkCase(assist: Assist, { before, after, reason, outcome, ...rest }: AssistCase): void {
  const { text, offset } = atCursor(before);
  const actual = runAssist(assist, text, offset, rest);
  if (reason !== undefined) {
    assert.match(actual?.kind === 'refused' ? actual.reason : JSON.stringify(actual), reason);
    return;
  }
  if (after === undefined) {
    assert.equal(actual, undefined);
    return;
  }
  assert.ok(actual?.kind === 'edits', actual?.kind === 'refused' ? actual.reason : 'not offered');
  assert.equal(applyEdits(text, actual.edits), after);
  for (const [key, value] of Object.entries(outcome ?? {})) {
    assert.deepEqual(Object.entries(actual).find(([name]) => name === key)?.[1], value, key);
  }
}
