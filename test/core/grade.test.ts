import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onlyRules, resolveRules } from '../../server/src/core/config/resolve';
import { gradeFindings, type Grade } from '../../server/src/core/engine/grade';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { rules } from '../../server/src/core/rules/index';
import { exampleDay } from '../harness/invariants';

function grade(text: string, active = resolveRules({})): Grade {
  return gradeFindings(lint(new DockerfileModel(text), active, exampleDay).findings);
}

describe('the grade', () => {
  test('is the best when no rule fires', () => {
    assert.deepEqual(grade('FROM debian:13-slim\nUSER nobody\n'), {
      letter: 'A',
      points: 100,
      lost: [],
    });
  });

  test('counts a rule once, and tells what would raise it, dearest first', () => {
    const { points, lost } = grade('FROM node:18-slim\nUSER root\nCMD ["node", "a.js"]\n');
    assert.deepEqual(
      lost.map((each) => each.points),
      [8, 8],
    );
    assert.equal(points, 84);
    const twice = 'FROM node:18-slim AS a\nFROM node:18-slim\nUSER node\n';
    assert.equal(grade(twice).points, 92);
  });

  test('is C at best with an error', () => {
    const { letter, points } = grade('FROM debian:13-slim\nUSER nobody\nEXPOSE http\n');
    assert.deepEqual({ letter, points }, { letter: 'C', points: 80 });
  });

  test('costs nothing for hints, and follows the severities of the settings', () => {
    const text = 'FROM debian:13-slim\nMAINTAINER a\n';
    const [rule] = rules.filter(({ id }) => id === 'deprecated-maintainer');
    assert.ok(rule !== undefined);
    assert.equal(grade(text, onlyRules([rule])).points, 100);
    assert.equal(grade(text, new Map([[rule, 'error']])).points, 80);
  });

  test('never goes below nothing', () => {
    const active = new Map(rules.map((rule) => [rule, 'error' as const]));
    const text = `FROM node\nMAINTAINER a\nADD a b\nWORKDIR c\nRUN sudo apt-get install curl | sh\nEXPOSE http\nCMD npm start\nCMD npm run start\n`;
    const { letter, points } = grade(text, active);
    assert.deepEqual({ letter, points }, { letter: 'F', points: 0 });
  });
});
