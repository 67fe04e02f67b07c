import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onlyRules, runSettingsOf } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { rules } from '../../server/src/core/rules/index';
import { applyEdits } from '../../server/src/core/text/edit';

/** The text after the first fix of a rule, which must be a placeholder. */
function fill(id: string, text: string, options: Readonly<Record<string, unknown>> = {}): string {
  const active = onlyRules(
    rules.filter((rule) => rule.id === id || rule.id === 'deprecated-maintainer'),
    runSettingsOf({ options: { [id]: options } }),
  );
  const { findings } = lint(new DockerfileModel(text), active, '2026-11-22');
  const [fix] = findings.find(({ rule }) => rule === id)?.fixes ?? [];
  assert.equal(fix?.applicability, 'placeholder');
  return applyEdits(text, fix.edits);
}

describe('fixes with a place to fill in', () => {
  test('a label stands below the others', () => {
    const text = 'FROM debian:13-slim\nLABEL a="b"\nUSER 1\n';
    assert.equal(
      fill('missing-label', text, { labels: ['team'] }),
      'FROM debian:13-slim\nLABEL a="b"\nLABEL team="<team>"\nUSER 1\n',
    );
  });

  test('or below FROM, in the case of the file', () => {
    const text = 'from debian:13-slim\nuser 1\n';
    assert.equal(
      fill('missing-label', text, { labels: ['team'] }),
      'from debian:13-slim\nlabel team="<team>"\nuser 1\n',
    );
  });

  for (const colon of ['', ':']) {
    test(`a reason stands behind the last rule, in place of "${colon}"`, () => {
      const comment = '# ironhull ignore=IH801, IH702';
      const text = `FROM debian:13-slim\n${comment}${colon}\nMAINTAINER Ada\n`;
      assert.equal(
        fill('missing-suppression-reason', text),
        `FROM debian:13-slim\n${comment}: why this is fine\nMAINTAINER Ada\n`,
      );
    });
  }
});
