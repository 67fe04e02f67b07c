import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onlyRules } from '../../server/src/core/config/resolve';
import { fixAll } from '../../server/src/core/engine/fix';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { breaksExecForm } from '../../server/src/core/rewrite/exec-form-guard';
import { rules } from '../../server/src/core/rules/index';
import { exampleDay } from '../harness/invariants';

const text = 'FROM a\nRUN ["b", "c"]\nCMD ["d"]\n';
const model = new DockerfileModel(text);

const breaks = (old: string, next: string): boolean => {
  const start = text.indexOf(old);
  return breaksExecForm(model, [{ span: { start, end: start + old.length }, text: next }]);
};

describe('edits inside a list of exec form', () => {
  test('have to leave a list of texts', () => {
    assert.equal(breaks('"b"', '"b" -x'), true);
    assert.equal(breaks('"b"', '-x'), true);
    assert.equal(breaks('"b"', '1'), true);
    assert.equal(breaks('"d"', ''), false);
    assert.equal(breaks('"b", ', ''), false);
    assert.equal(breaks('b', 'x'), false);
  });

  test('may replace the whole of it', () => {
    assert.equal(breaks('["b", "c"]', 'b c'), false);
    assert.equal(breaks('RUN ["b", "c"]', 'RUN b'), false);
    assert.equal(breaks('a', 'x'), false);
  });

  test('are looked at across lines and comments', () => {
    const source = 'FROM a\nRUN ["b", \\\n  # what\n  "c"]\n';
    const start = source.indexOf('"c"');
    const long = new DockerfileModel(source);
    assert.equal(breaksExecForm(long, [{ span: { start, end: start + 3 }, text: 'c' }]), true);
    assert.equal(breaksExecForm(long, [{ span: { start, end: start + 3 }, text: '"x"' }]), false);
  });

  test('are no fix where they would break it', () => {
    const source =
      'FROM debian:13-slim\nRUN ["useradd","--uid","1001230000","x"]\nRUN ["apk","add","--allow-untrusted","x"]\n';
    const active = onlyRules(
      rules.filter(({ id }) => ['sparse-login-log', 'unchecked-package-signature'].includes(id)),
    );
    const { findings } = lint(new DockerfileModel(source), active, exampleDay);
    assert.deepEqual(
      findings.map(({ refusal }) => refusal),
      Array.from({ length: 2 }, () => 'It stands in exec form: change the list by hand.'),
    );
    assert.equal(fixAll(source, active, exampleDay, ['safe', 'unsafe']).text, source);
  });
});
