import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseHadolintConfig } from '../../server/src/core/config/hadolint';
import { parseIgnoreList, type IgnoreListName } from '../../server/src/core/config/ignore-lists';
import { migrateFiles } from '../../server/src/core/config/migrate';
import { parseConfig } from '../../server/src/core/config/parse';
import type { Settings } from '../../server/src/core/config/schema';
import { chooseSettings, parseConfigSource } from '../../server/src/core/config/sources';

const today = '2026-11-22';

const full = `# Ours.
failure-threshold: info
format: tty
no-color: true
ignored:
  - DL3008
  - DL3014
  - SC2086
override:
  error: [DL3006, DL4000]
  warning:
    - DL3025
  info: [DL3009]
  style: [DL3003]
trustedRegistries:
  - docker.io
  - my-company.com:5000
label-schema:
  author: text
  contact: email
  created: rfc3339
  version: semver
  documentation: url
  git-revision: hash
  license: spdx
  free: rawtext
strict-labels: true
disable-ignore-pragma: true
`;

const settings: Settings = {
  checks: {
    DL3006: 'error',
    DL4000: 'error',
    DL3025: 'warning',
    DL3009: 'information',
    DL3003: 'hint',
    DL3008: 'off',
    DL3014: 'off',
    SC2086: 'off',
  },
  options: {
    'untrusted-registry': { allow: ['docker.io', 'my-company.com:5000'] },
    'missing-label': {
      labels: [
        'author',
        'contact',
        'created',
        'version',
        'documentation',
        'git-revision',
        'license',
        'free',
      ],
    },
    'invalid-label': {
      kinds: {
        author: 'text',
        contact: 'email',
        created: 'time',
        version: 'semver',
        documentation: 'url',
        'git-revision': 'hash',
        license: 'license',
        free: 'any',
      },
    },
    'superfluous-label': {
      labels: [
        'author',
        'contact',
        'created',
        'version',
        'documentation',
        'git-revision',
        'license',
        'free',
      ],
    },
  },
  failOn: 'information',
  suppressions: { comments: false },
};

describe('the configuration of hadolint', () => {
  test('is read as settings of ours', () => {
    assert.deepEqual(parseHadolintConfig(full), { settings, problems: [] });
  });

  test('becomes a file that says the same', () => {
    const { text, problems } = migrateFiles([{ name: '.hadolint.yaml', text: full }], today);
    assert.deepEqual(problems, []);
    assert.deepEqual(parseConfig(text), { settings: { ...settings, rules: {} }, problems: [] });
  });

  const rows: readonly (readonly [string, string, Settings])[] = [
    ['nothing', '', {}],
    [
      'a single registry',
      'trustedRegistries: docker.io',
      { options: { 'untrusted-registry': { allow: ['docker.io'] } } },
    ],
    ['no-fail', 'no-fail: true\nfailure-threshold: error', { failOn: 'never' }],
    ['a threshold below all', 'failure-threshold: ignore', { failOn: 'hint' }],
    ['a threshold above all', 'failure-threshold: none', { failOn: 'never' }],
    [
      'what is ignored and overridden',
      'ignored: [DL3006]\noverride: { error: [DL3006] }',
      { checks: { DL3006: 'off' } },
    ],
    ['false flags', 'no-fail: false\nstrict-labels: false\ndisable-ignore-pragma: false', {}],
  ];
  for (const [title, text, expected] of rows) {
    test(title, () => {
      assert.deepEqual(parseHadolintConfig(text), { settings: expected, problems: [] });
    });
  }

  const mistakes: readonly (readonly [string, string, RegExp, string])[] = [
    [
      'a key that is nearly right',
      'ignore:\n  - DL3008',
      /no setting "ignore"\. Did you mean "ignored"\?/,
      'ignore',
    ],
    ['another one', 'overrides: {}', /Did you mean "override"/, 'overrides'],
    [
      'a severity',
      'override: { information: [DL3006] }',
      /no severity "information"/,
      'information',
    ],
    [
      'severities that are a list',
      'override: [DL3006]',
      /"override" of hadolint must be a mapping/,
      '[DL3006]',
    ],
    [
      'ids that are a mapping',
      'ignored: { DL3006: true }',
      /"ignored" of hadolint must be a list/,
      '{ DL3006: true }',
    ],
    [
      'ids of a severity',
      'override: { error: { a: b } }',
      /"error" of hadolint must be a list/,
      '{ a: b }',
    ],
    ['a flag', 'no-fail: maybe', /"no-fail" of hadolint must be true or false/, 'maybe'],
    ['a threshold', 'failure-threshold: high', /must be one of error, warning, info/, 'high'],
    ['a kind of label', 'label-schema: { a: date }', /"a" of hadolint must be one of text/, 'date'],
    [
      'labels that are a list',
      'label-schema: [a]',
      /"label-schema" of hadolint must be a mapping/,
      '[a]',
    ],
    ['a list', '- DL3006', /must be a mapping/, '- DL3006'],
  ];
  for (const [title, text, message, place] of mistakes) {
    test(`${title} is told with its place`, () => {
      const { problems } = parseHadolintConfig(text);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.match(problems[0]?.message ?? '', message);
      const { start = 0, end = 0 } = problems[0]?.span ?? {};
      assert.equal(text.slice(start, end).trim(), place);
    });
  }

  test('broken YAML is told', () => {
    const { settings: read, problems } = parseHadolintConfig('ignored: [DL3006');
    assert.deepEqual(read, {});
    assert.match(problems[0]?.message ?? '', /not valid YAML/);
  });

  test('nothing to migrate is an empty configuration', () => {
    assert.equal(migrateFiles([{ name: '.hadolint.yaml', text: '' }], today).text, '{}\n');
  });
});

describe('lists of other scanners', () => {
  const rows: readonly (readonly [string, IgnoreListName, string, readonly string[]])[] = [
    [
      '.trivyignore',
      '.trivyignore',
      '# Ours.\n\nAVD-DS-0002 # why\nCVE-2026-1234\nDS-0009 exp:2026-11-23\nDS-0010 exp:2026-11-22\n',
      ['AVD-DS-0002', 'DS-0009'],
    ],
    [
      '.trivyignore.yaml',
      '.trivyignore.yaml',
      'misconfigurations:\n  - id: DS-0002\n    statement: why\n  - id: DS-0009\n    expired_at: 2026-11-22\n  - id: DS-0001\n    paths: [a]\n  - id: DS-0010\n    expired_at: 2027-01-01\n',
      ['DS-0002', 'DS-0010'],
    ],
    [
      '.checkov.yaml',
      '.checkov.yaml',
      'skip-check:\n  - CKV_DOCKER_3\n  - CKV_AWS_1,CKV_DOCKER_2\n',
      ['CKV_DOCKER_3', 'CKV_DOCKER_2'],
    ],
    ['.checkov.yml with a text', '.checkov.yml', 'skip-check: CKV_DOCKER_3\n', ['CKV_DOCKER_3']],
    [
      '.dockleignore',
      '.dockleignore',
      'CIS-DI-0001\n# x\nDKL-DI-0006\n',
      ['CIS-DI-0001', 'DKL-DI-0006'],
    ],
    ['a list of nothing', '.trivyignore', '\n', []],
    ['broken YAML', '.checkov.yaml', 'skip-check: [', []],
    ['YAML that is a list', '.trivyignore.yaml', '- a', []],
  ];
  for (const [title, name, text, ids] of rows) {
    test(title, () => {
      assert.deepEqual(Object.keys(parseIgnoreList(name, text, today).settings.checks ?? {}), ids);
    });
  }
});

describe('the file that counts', () => {
  const source = (name: string, text: string) => {
    const parsed = parseConfigSource(name, text, today);
    assert.ok(parsed !== undefined, name);
    return parsed;
  };

  test('is ours, however far up, before that of hadolint', () => {
    const chosen = chooseSettings([
      [source('.hadolint.yaml', 'ignored: [DL3006]')],
      [source('.ironhull.json', '{ "profile": "strict" }')],
    ]);
    assert.deepEqual(chosen, { settings: { profile: 'strict' }, folder: 1 });
  });

  test('is .ironhull.json before package.json', () => {
    const chosen = chooseSettings([
      [
        source('.ironhull.json', '{ "profile": "strict" }'),
        source('package.json', '{ "ironhull": { "profile": "hadolint" } }'),
      ],
    ]);
    assert.deepEqual(chosen.settings, { profile: 'strict' });
  });

  test('is the nearest of hadolint without one of ours', () => {
    const chosen = chooseSettings([
      [],
      [source('.hadolint.yml', 'ignored: [DL3006]')],
      [source('.hadolint.yaml', 'ignored: [DL3007]')],
    ]);
    assert.deepEqual(chosen, { settings: { checks: { DL3006: 'off' } }, folder: 1 });
  });

  test('goes over the lists of scanners', () => {
    const chosen = chooseSettings([
      [source('.trivyignore', 'DS-0002\nDS-0009\n')],
      [
        source('.ironhull.json', '{ "checks": { "DS-0009": "hint" } }'),
        source('.trivyignore', 'DS-0001\n'),
        source('.dockleignore', 'CIS-DI-0001\n'),
      ],
    ]);
    assert.deepEqual(chosen.settings.checks, {
      'DS-0002': 'off',
      'DS-0009': 'hint',
      'CIS-DI-0001': 'off',
    });
  });

  test('is none where there is none', () => {
    assert.deepEqual(chooseSettings([[], []]), { settings: {}, folder: undefined });
    assert.equal(parseConfigSource('package.json', '{}', today), undefined);
    assert.equal(parseConfigSource('other.json', '{}', today), undefined);
  });
});
