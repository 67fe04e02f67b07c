import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onlyRules } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { rules } from '../../server/src/core/rules/index';

/** The levels of the first fixes of a rule, in source order; `none` where it has none. */
function levelsOf(id: string, text: string): readonly string[] {
  const active = onlyRules(rules.filter((rule) => rule.id === id));
  const { findings } = lint(new DockerfileModel(text), active, '2026-11-22');
  return findings.map(({ fixes }) => fixes[0]?.applicability ?? 'none');
}

/** A fix is safe where no build works today and nothing else can be meant, or where the image stays the same. */
const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['invalid-instruction', 'a slip', 'FROM debian:13\nWROKDIR /a\n', ['safe']],
  ['invalid-instruction', 'two keywords as near', 'FROM debian:13\nARD a /a\n', ['unsafe']],
  ['invalid-instruction', 'three slips', 'FROM debian:13\nHEALTHCXYZK NONE\n', ['unsafe']],
  ['invalid-instruction', 'words without quotes', 'FROM debian:13\nENV A=b c\n', ['unsafe']],
  ['invalid-instruction', 'capitals', 'FROM Debian:13\n', ['safe']],
  ['unknown-flag', 'one flag is near', 'FROM debian:13\nCOPY --chwon=1 a /a\n', ['safe']],
  [
    'unknown-flag',
    'one flag is nearer than another',
    'FROM debian:13\nCOPY --chon=1 a /a\n',
    ['safe'],
  ],
  ['space-before-equals', 'ARG', 'FROM debian:13\nARG A = b\n', ['safe']],
  ['space-before-equals', 'ENV', 'FROM debian:13\nENV A = b\n', ['unsafe']],
  [
    'undefined-from-variable',
    'no valid image without it',
    'ARG SUITE=13\nFROM debian:$SUIT\n',
    ['safe'],
  ],
  [
    'undefined-from-variable',
    'another image without it',
    'ARG SUFFIX=-slim\nFROM debian:13$SUFIX\n',
    ['unsafe'],
  ],
  ['undefined-from-variable', 'a new ARG', 'ARG A\nFROM debian:$TAG\n', ['unsafe']],
  [
    'unknown-stage',
    'a stage that nothing else names',
    'FROM debian:13 AS build\nFROM debian:13\nCOPY --from=biuld /a /a\n',
    ['safe'],
  ],
  [
    'unknown-stage',
    'a stage that is named elsewhere',
    'FROM debian:13 AS build\nFROM debian:13\nCOPY --from=build /a /a\nCOPY --from=biuld /b /b\n',
    ['unsafe'],
  ],
  [
    'destination-without-slash',
    'a folder of WORKDIR, and another',
    'FROM debian:13\nWORKDIR /srv/app\nCOPY a b /srv\nCOPY a b /srv/app\nCOPY a b /opt\n',
    ['safe', 'safe', 'unsafe'],
  ],
  [
    'destination-without-slash',
    'a WORKDIR below, and one that is not known',
    'FROM debian:13\nARG D\nWORKDIR $D\nCOPY a b /srv\nWORKDIR /srv\n',
    ['unsafe'],
  ],
  [
    'bash-syntax-in-sh',
    'a chain that ends here',
    'FROM debian:13\nRUN source ./a && make\n',
    ['safe'],
  ],
  [
    'bash-syntax-in-sh',
    'a script that goes on',
    'FROM debian:13\nRUN source ./a; make\n',
    ['unsafe'],
  ],
  [
    'bash-syntax-in-sh',
    'a script that stops by itself',
    'FROM debian:13\nRUN set -e; source ./a; make\n',
    ['safe'],
  ],
  [
    'bash-syntax-in-sh',
    'a condition',
    'FROM debian:13\nRUN if [ "$A" == b ]; then make; fi\n',
    ['unsafe'],
  ],
  ['bash-syntax-in-sh', 'a redirection', 'FROM debian:13\nRUN make &> log\n', ['unsafe']],
  [
    'newer-syntax-needed',
    'a pin',
    '# syntax=docker/dockerfile:1.3\nFROM debian:13\nCOPY --link a /a\n',
    ['safe'],
  ],
];

describe('levels of fixes', () => {
  for (const [id, title, text, levels] of cases) {
    test(`${id}: ${title}`, () => {
      assert.deepEqual(levelsOf(id, text), levels);
    });
  }
});
