import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { composeEdits, type EditPass } from '../../server/src/core/engine/compose-edits';
import { applyEdits, type Edit } from '../../server/src/core/text/edit';
import { createRandom } from '../harness/mutate';

function edit(start: number, end: number, text: string): Edit {
  return { span: { start, end }, text };
}

function applyPasses(text: string, passes: readonly EditPass[]): string {
  return passes.reduce((current, { edits }) => applyEdits(current, edits), text);
}

/** Composes, and checks that all edits together give what the passes give. */
function compose(text: string, passes: readonly EditPass[]): ReturnType<typeof composeEdits> {
  const composed = composeEdits(text, passes);
  assert.equal(applyEdits(text, composed.edits), applyPasses(text, passes));
  return composed;
}

describe('edits of several versions', () => {
  test('are moved to the places of the first one', () => {
    const { edits, ties } = compose('one\ntwo\n', [
      { owner: 0, edits: [edit(0, 0, 'zero\n')] },
      { owner: 1, edits: [edit(9, 12, 'TWO')] },
    ]);
    assert.deepEqual(edits, [
      { owner: 0, ...edit(0, 0, 'zero\n') },
      { owner: 1, ...edit(4, 7, 'TWO') },
    ]);
    assert.deepEqual(ties, []);
  });

  test('insert lines at one place in the order of the result', () => {
    const { edits, ties } = compose('CMD a\n', [
      { owner: 0, edits: [edit(0, 0, 'USER app\n')] },
      { owner: 1, edits: [edit(0, 0, 'EXPOSE 80\n')] },
      { owner: 2, edits: [edit(19, 24, 'CMD b')] },
    ]);
    assert.deepEqual(
      edits.map(({ owner }) => owner),
      [1, 0, 2],
    );
    assert.deepEqual(ties, []);
  });

  test('stand alone when one inserts a line above what another replaces', () => {
    const text = 'CMD npm start\n';
    const { edits, ties } = compose(text, [
      { owner: 0, edits: [edit(4, 13, '["node"]')] },
      { owner: 1, edits: [edit(0, 0, 'USER app\n')] },
    ]);
    assert.deepEqual(ties, []);
    const without = (owner: number): string =>
      applyEdits(
        text,
        edits.filter((each) => each.owner !== owner),
      );
    assert.equal(without(0), 'USER app\nCMD npm start\n');
    assert.equal(without(1), 'CMD ["node"]\n');
  });

  test('are tied when one changes, deletes or continues what another wrote', () => {
    const first: EditPass = { owner: 0, edits: [edit(0, 0, 'RUN make all\n')] };
    const changes: readonly Edit[] = [edit(4, 8, 'ninja'), edit(0, 13, ''), edit(8, 8, ' -s')];
    for (const change of changes) {
      const { ties } = compose('CMD a\n', [first, { owner: 1, edits: [change] }]);
      assert.ok(ties.length !== 0, JSON.stringify(change));
    }
    const { ties } = compose('CMD a', [
      { owner: 0, edits: [edit(5, 5, ' b')] },
      { owner: 1, edits: [edit(7, 7, ' c')] },
    ]);
    assert.deepEqual(ties, [[0, 1]]);
  });

  test('leave no trace of what was written and deleted again', () => {
    const { edits } = compose('a\n', [
      { owner: 0, edits: [edit(2, 2, 'b\n')] },
      { owner: 1, edits: [edit(2, 4, '')] },
    ]);
    assert.deepEqual(edits, []);
  });

  test('can begin with an empty text', () => {
    const { edits } = compose('', [
      { owner: 0, edits: [edit(0, 0, '.git\n')] },
      { owner: 1, edits: [edit(5, 5, '.env\n')] },
    ]);
    assert.deepEqual(
      edits.map(({ text }) => text),
      ['.git\n', '.env\n'],
    );
  });

  test('must lie inside their text', () => {
    assert.throws(() => composeEdits('a', [{ owner: 0, edits: [edit(5, 5, 'b')] }]), RangeError);
  });

  test('give the same as one after the other, whatever they are', () => {
    const fraction = createRandom(7);
    const random: Random = (below) => Math.floor(fraction() * below);
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: random(6) }, () => randomLine(random)).join('');
      const passes: EditPass[] = [];
      let current = text;
      for (let owner = 0; owner < 1 + random(5); owner++) {
        const edits = randomEdits(current, random);
        passes.push({ owner, edits });
        current = applyEdits(current, edits);
      }
      const { edits } = compose(text, passes);
      for (const [index, each] of edits.entries()) {
        assert.ok((edits[index - 1]?.span.end ?? 0) <= each.span.start, 'no edit overlaps');
      }
    }
  });
});

type Random = (below: number) => number;

function randomLine(random: Random): string {
  return `${'abc '.repeat(1 + random(3))}\n`;
}

function randomEdits(text: string, random: Random): readonly Edit[] {
  const edits: Edit[] = [];
  let from = 0;
  while (edits.length < 3) {
    const start = from + random(8);
    const end = start + random(5);
    if (text.length < end) break;
    edits.push(edit(start, end, random(2) === 0 ? '' : `<${String(random(100))}>\n`));
    from = end + 1;
  }
  return edits;
}
