import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { peerIds, type PeerIds } from '../harness/compare-ids';
import {
  classify,
  findMistake,
  fingerprintOf,
  type KnownClass,
  type PlacedDisagreement,
} from '../harness/compare-known';
import { matchFindings, type OwnFinding, type PeerFinding } from '../harness/compare-match';
import { canReport, compareFile, countFindings, rulesToCompare } from '../harness/compare-own';
import { renderDifferences, renderPeers } from '../harness/compare-page';

const theirs = (id: string, line: number): PeerFinding => ({
  id,
  line,
  severity: 'warning',
  message: `their ${id}`,
});

const ours = (
  rule: string,
  line: number,
  ids: readonly string[],
  silenced = false,
): OwnFinding => ({
  rule,
  line,
  message: `our ${rule}`,
  ids,
  silenced,
});

/** Instructions of two lines each, stages of ten lines; one rule for the id `x/1`. */
const match = (peer: readonly PeerFinding[], own: readonly OwnFinding[]) =>
  matchFindings({
    peer,
    own,
    placeOf: (line) => ({ instruction: line - (line % 2), stage: Math.floor(line / 10) }),
    rulesOf: (id) => (id === 'x/1' ? ['one'] : []),
    canReport: (id) => id.startsWith('x/'),
  });

describe('matching', () => {
  test('both speak at the same instruction, at different lines of it', () => {
    const { agreed, disagreements } = match([theirs('x/1', 2)], [ours('one', 3, ['x/1'])]);
    assert.deepEqual(
      agreed.map(({ id }) => id),
      ['x/1'],
    );
    assert.deepEqual(disagreements, []);
  });

  test('the peer speaks about the whole file', () => {
    const { agreed, disagreements } = match([theirs('x/1', 0)], [ours('one', 14, ['x/1'])]);
    assert.deepEqual([agreed.length, disagreements.length], [1, 0]);
  });

  test('only the peer speaks', () => {
    const { disagreements } = match([theirs('x/1', 2)], []);
    assert.deepEqual(
      disagreements.map(({ side, id, rule, line }) => [side, id, rule, line]),
      [['missing', 'x/1', 'one', 2]],
    );
  });

  test('a comment silences us', () => {
    const { disagreements } = match([theirs('x/1', 2)], [ours('one', 2, ['x/1'], true)]);
    assert.deepEqual(
      disagreements.map(({ side, silenced }) => [side, silenced]),
      [['missing', true]],
    );
  });

  test('only we speak', () => {
    const { disagreements } = match([], [ours('one', 4, ['y/1', 'x/1'])]);
    assert.deepEqual(
      disagreements.map(({ side, id, rule, line }) => [side, id, rule, line]),
      [['extra', 'x/1', 'one', 4]],
    );
  });

  test('what the peer cannot say is no difference', () => {
    assert.deepEqual(match([], [ours('one', 4, ['y/1'])]).disagreements, []);
  });

  test('both speak at different instructions of a stage', () => {
    const { disagreements } = match(
      [theirs('x/1', 12)],
      [ours('one', 2, ['x/1']), ours('one', 16, ['x/1'])],
    );
    assert.deepEqual(
      disagreements.map(({ side, line, ownLine }) => [side, line, ownLine]),
      [
        ['moved', 12, 16],
        ['extra', 2, undefined],
      ],
    );
  });

  test('both speak in different stages', () => {
    const { disagreements } = match([theirs('x/1', 12)], [ours('one', 2, ['x/1'])]);
    assert.deepEqual(
      disagreements.map(({ side }) => side),
      ['moved'],
    );
  });

  test('many findings of one id at one instruction are one', () => {
    const { agreed } = match([theirs('x/1', 2), theirs('x/1', 3)], [ours('one', 2, ['x/1'])]);
    assert.equal(agreed.length, 1);
    const { disagreements } = match([], [ours('one', 2, ['x/1']), ours('one', 3, ['x/1'])]);
    assert.equal(disagreements.length, 1);
  });

  test('an id without a rule of ours', () => {
    const { unmapped, disagreements } = match([theirs('x/2', 2)], []);
    assert.deepEqual(
      unmapped.map(({ id }) => id),
      ['x/2'],
    );
    assert.deepEqual(disagreements, []);
  });
});

const placed: PlacedDisagreement = {
  side: 'missing',
  id: 'hadolint/DL3006',
  rule: 'untagged-base-image',
  line: 1,
  message: 'Tag it',
  silenced: false,
  unread: false,
  facts: {
    file: 'a/Dockerfile',
    keyword: 'FROM',
    text: 'FROM  registry.example/app',
    stage: 'builder',
    base: 'registry.example/app',
    image: 'unknown',
    document: 'FROM  registry.example/app\nUSER 1000\n',
  },
};

const known = (when: KnownClass['when'], change: Partial<KnownClass> = {}): KnownClass => ({
  ids: ['hadolint/DL3006'],
  side: 'missing',
  class: 'a-cause',
  reason: 'Because.',
  example: 'FROM registry.example/app',
  when,
  ...change,
});

describe('known differences', () => {
  const holding: readonly KnownClass['when'][] = [
    { text: '^FROM +registry' },
    { notText: 'scratch' },
    { message: 'tag it' },
    { base: '^registry\\.' },
    { document: '^USER' },
    { notDocument: '^CMD' },
    { stage: 'builder' },
    { image: 'unknown' },
    { silenced: false },
    { unread: false },
    { fingerprints: ['000000000000', fingerprintOf(placed)] },
  ];
  const failing: readonly KnownClass['when'][] = [
    { text: 'scratch' },
    { notText: 'registry' },
    { message: 'pin it' },
    { base: 'scratch' },
    { document: '^CMD' },
    { notDocument: '^USER' },
    { stage: 'shipped' },
    { image: 'windows' },
    { silenced: true },
    { unread: true },
    { pipes: ['.'] },
    { fingerprints: ['000000000000'] },
    { base: '^registry\\.', stage: 'shipped' },
  ];

  for (const when of holding) {
    test(`explains: ${JSON.stringify(when)}`, () => {
      assert.equal(classify(placed, [known(when)])?.class, 'a-cause');
    });
  }

  for (const when of failing) {
    test(`does not explain: ${JSON.stringify(when)}`, () => {
      assert.equal(classify(placed, [known(when)]), undefined);
    });
  }

  test('belongs to an id and a side', () => {
    const when = { stage: 'builder' } as const;
    assert.equal(classify(placed, [known(when, { ids: ['hadolint/DL3007'] })]), undefined);
    assert.equal(classify(placed, [known(when, { side: 'extra' })]), undefined);
  });

  test('each pipe has to be explained', () => {
    const facts = {
      ...placed.facts,
      text: 'RUN curl a | tar x && \\\n  # b | c\n  echo a \\\n | tee b; true || false',
    };
    const explains = (...pipes: string[]) =>
      classify({ ...placed, facts }, [known({ pipes })]) !== undefined;
    assert.ok(explains('\\| *tar', '^ *echo .*\\|'));
    assert.ok(!explains('\\| *tar'));
    assert.ok(!explains('^ *echo .*\\|'));
  });

  test('a fingerprint does not depend on file and white space', () => {
    const facts = { ...placed.facts, file: 'b/Dockerfile', text: 'FROM registry.example/app' };
    assert.equal(fingerprintOf({ ...placed, facts }), fingerprintOf(placed));
    const other = { ...placed.facts, text: 'FROM registry.example/other' };
    assert.notEqual(fingerprintOf({ ...placed, facts: other }), fingerprintOf(placed));
  });

  test('mistakes of a class are found', () => {
    assert.equal(findMistake(known({ stage: 'builder' })), undefined);
    const wrong: readonly (readonly [RegExp, KnownClass])[] = [
      [/whole id/, known({})],
      [/no id/, known({ silenced: true }, { ids: [] })],
      [/kebab-case/, known({ silenced: true }, { class: 'A cause' })],
      [/not a sentence/, known({ silenced: true }, { reason: 'because' })],
      [/no example/, known({ silenced: true }, { example: ' ' })],
    ];
    for (const [pattern, each] of wrong) assert.match(findMistake(each) ?? '', pattern);
  });

  const classes = JSON.parse(
    readFileSync('docs/compare/known.json', 'utf8'),
  ) as readonly KnownClass[];

  test('the classes are in form', () => {
    assert.deepEqual(
      classes.map(findMistake).filter((mistake) => mistake !== undefined),
      [],
    );
    const names = classes.map((each) => each.class);
    assert.deepEqual(names, [...new Set(names)], 'a name is there twice');
  });

  test('docs/differences.md tells all of them', () => {
    assert.equal(readFileSync('docs/differences.md', 'utf8'), renderDifferences(classes));
    for (const { reason } of classes) assert.ok(renderDifferences(classes).includes(reason));
  });

  for (const { class: name, ids, side, example } of classes) {
    test(`our side of the example: ${name}`, () => {
      const every: PeerIds = {
        namespaces: ['hadolint', 'buildkit'],
        absent: [],
        aliases: {},
        rules: {},
      };
      const { disagreements } = compareFile(
        { file: 'Dockerfile', text: `${example}\n` },
        [],
        every,
        rulesToCompare(every),
        '2026-11-22',
      );
      const rules = new Set(
        [...rulesToCompare(every).keys()]
          .filter(({ equivalents }) =>
            ids.some((id) =>
              [equivalents.hadolint ?? [], equivalents.buildkit ?? []]
                .flat()
                .includes(id.replace(/^.*\//, '')),
            ),
          )
          .map(({ id }) => id),
      );
      const spoken = disagreements.filter(({ rule }) => rules.has(rule));
      if (side === 'missing')
        assert.deepEqual(
          spoken.map(({ rule, line }) => [rule, line]),
          [],
        );
      else assert.notDeepEqual(spoken, []);
    });
  }
});

describe('our side', () => {
  const { tally, hadolint } = peerIds;
  const compare = (text: string, peer: readonly PeerFinding[], ids = hadolint) =>
    compareFile({ file: 'Dockerfile', text }, peer, ids, rulesToCompare(ids), '2026-11-22');

  test('agrees on an untagged image, also where comments stand above', () => {
    const text = '# base\nFROM ubuntu\nUSER 1000\n';
    const { agreed, disagreements, ownCount } = compare(text, [theirs('hadolint/DL3006', 2)]);
    assert.deepEqual([agreed.length, disagreements.length, ownCount], [1, 0, 1]);
    assert.equal(compare(text, [theirs('hadolint/DL3006', 1)]).agreed.length, 1);
  });

  test('tells the place of a difference', () => {
    const text = 'FROM node:24 AS build\nRUN make\nFROM scratch\nCOPY --from=build /a /a\n';
    const { disagreements } = compare(text, [theirs('hadolint/DL3006', 1)]);
    assert.deepEqual(
      disagreements.map(({ side, rule, facts }) => [side, rule, facts.stage, facts.base]),
      [['missing', 'untagged-base-image', 'builder', 'node:24']],
    );
    const shipped = compare(text, [theirs('hadolint/DL3006', 4)]).disagreements;
    assert.deepEqual(
      shipped.map(({ facts }) => [facts.keyword, facts.stage]),
      [['COPY', 'shipped']],
    );
  });

  test('an id of tally stands for those that it covers', () => {
    const text = 'FROM ubuntu:24.04\nUSER 1000\nCMD node server.js\n';
    const { agreed } = compare(text, [theirs('buildkit/JSONArgsRecommended', 3)], tally);
    assert.equal(agreed.length, 1);
    assert.ok(canReport('buildkit/StageNameCasing', tally));
    assert.ok(canReport('tally/shell-run-in-scratch', tally));
    assert.ok(!canReport('hadolint/DL3008', tally));
    assert.ok(!canReport('checkov/CKV_DOCKER_2', tally));
  });

  test('a profile has its own rules', () => {
    const all = [...rulesToCompare(hadolint).keys()].map(({ id }) => id);
    assert.ok(all.includes('untagged-base-image') && !all.includes('privileged-port'));
    const strict = [...rulesToCompare(hadolint, 'strict').keys()].map(({ id }) => id);
    assert.ok(strict.includes('privileged-port'));
  });

  test('findings are counted', () => {
    const counts = countFindings(['FROM ubuntu\n', 'FROM scratch\n'], undefined, '2026-11-22');
    assert.ok(counts[0]?.includes('warning'));
    assert.deepEqual(counts[1], []);
  });
});

test('the page tells numbers, an example and the reason', () => {
  const page = renderPeers(
    [
      {
        title: 'one',
        how: '`one`',
        version: '1.2',
        files: 7,
        ids: [
          { id: 'one/a', severity: 'info', count: 3, example: 'RUN a | `b`' },
          { id: 'one/b', severity: 'style', count: 1, example: '' },
        ],
      },
      { title: 'two', how: '`two`', version: '3', files: 7, ids: [] },
    ],
    { 'one/a': 'It is wanted.' },
    '2026-11-22',
  );
  assert.match(page, /^\| one \| 1\.2 \| 7 \| 0 \| 0 \| 3 \| 1 \|$/m);
  assert.match(page, /^\| two \| 3 \| 7 \| 0 \| 0 \| 0 \| 0 \|$/m);
  assert.ok(page.includes("| one/a | info | 3 | `RUN a \\| 'b'` | It is wanted. |"));
  assert.match(page, /^\| one\/b \| style \| 1 \| the whole file \| {2}\|$/m);
  assert.match(page, /Nothing is left\./);
});
