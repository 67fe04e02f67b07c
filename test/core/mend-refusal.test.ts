import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onlyRules } from '../../server/src/core/config/resolve';
import { fixAll } from '../../server/src/core/engine/fix';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import heredocWithoutErrexit from '../../server/src/core/rules/correctness/heredoc-without-errexit';
import invalidInstruction from '../../server/src/core/rules/correctness/invalid-instruction';
import { findUnmistakable } from '../../server/src/core/text/nearest-word';

const active = onlyRules([invalidInstruction, heredocWithoutErrexit]);

function idsIn(text: string): readonly string[] {
  return lint(new DockerfileModel(text), active, '2026-11-22').findings.map(({ rule }) => rule);
}

function mend(text: string): string {
  return fixAll(text, active, '2026-11-22', ['safe']).text;
}

describe('a heredoc without an end', () => {
  test('an indented end in front of the next instruction loses its blanks', () => {
    const text = 'FROM debian:13-slim\nRUN <<EOF\n  set -e\n  true\n  EOF \n\n# Next\nUSER 10001\n';
    assert.deepEqual(idsIn(text), ['invalid-instruction']);
    assert.equal(mend(text), text.replace('  EOF ', 'EOF'));
  });

  test('and so does one at the end of the file, with tabs', () => {
    const text = 'FROM debian:13-slim\nRUN <<EOF\nset -e\ntrue\n\tEOF';
    assert.equal(mend(text), text.replace('\t', ''));
  });

  test('several of them are mended one after the other', () => {
    const one = 'RUN <<EOF\n  set -e\n  true\n  EOF\n';
    const text = `FROM debian:13-slim\n${one}${one}`;
    assert.equal(mend(text), text.replaceAll('  EOF\n', 'EOF\n'));
  });

  for (const [title, body] of [
    ['nothing looks like an end', 'set -e\ntrue\n'],
    ['the script goes on behind it', 'set -e\ncat <<EOF > /a\n  EOF\nmake\n'],
  ] as const) {
    test(`${title}: it is told and left alone`, () => {
      const text = `FROM debian:13-slim\nRUN <<EOF\n${body}`;
      assert.deepEqual(idsIn(text), ['invalid-instruction']);
      assert.equal(mend(text), text);
    });
  }
});

describe('an unmistakable word', () => {
  for (const [word, known, expected] of [
    ['WROKDIR', ['WORKDIR', 'RUN'], 'WORKDIR'],
    ['ARD', ['ARG', 'ADD'], undefined],
    ['HALTCEKK', ['HEALTHCHECK'], undefined],
    ['intervall', ['interval', 'intervals'], undefined],
    ['zzz', ['RUN'], undefined],
  ] as const) {
    test(`${word} among ${known.join(', ')}`, () => {
      assert.equal(findUnmistakable(word, known), expected);
    });
  }
});
