import assert from 'node:assert/strict';
import { test } from 'node:test';
import { points } from '../../server/src/core/service';
import { describeLosses, scoreTexts } from '../harness/score';
import { goodProject } from './good-project';
import { damages, type Damage } from './damages';

function damage({ file, from, to }: Damage): ReadonlyMap<string, string> {
  const texts = new Map(goodProject);
  const text = texts.get(file);
  assert.ok(text !== undefined, `there is no ${file}`);
  if (to === undefined) texts.delete(file);
  else {
    assert.ok(text.includes(from), `${file} does not hold ${from}`);
    texts.set(
      file,
      text.replace(from, () => to),
    );
  }
  return texts;
}

test('a project with everything has all points', () => {
  const score = scoreTexts(goodProject);
  assert.deepEqual(describeLosses(score), []);
  assert.equal(score.total, 40);
  assert.equal(score.grade, 'A');
});

test('there are 40 points, numbered in order', () => {
  assert.deepEqual(
    points.map(({ id }) => id),
    Array.from({ length: 40 }, (_, index) => index + 1),
  );
});

test('every point can fail', () => {
  const spoiled = new Set(damages.flatMap(({ points: ids }) => ids));
  assert.deepEqual(
    points.map(({ id }) => id).filter((id) => !spoiled.has(id)),
    [],
  );
});

for (const each of damages) {
  test(`${each.name}: costs ${each.points.join(', ')}`, () => {
    const score = scoreTexts(damage(each));
    const lost = score.points.filter(({ result }) => result === 'fail' || result === 'half');
    assert.deepEqual(
      lost.map(({ point }) => point.id),
      each.points,
      describeLosses(score).join('\n'),
    );
    assert.deepEqual(
      lost.filter(({ result }) => result === 'half').map(({ point }) => point.id),
      each.half ?? [],
    );
    for (const { problems } of lost) {
      assert.notEqual(problems.length, 0);
      for (const problem of problems) {
        assert.match(problem.says, /^[A-Z"].*\.$/);
        assert.match(problem.mend, /^[A-Z].*[^.]$/);
      }
    }
    const [first] = lost[0]?.problems ?? [];
    if (each.line !== undefined) assert.equal(first?.line, each.line);
  });
}
