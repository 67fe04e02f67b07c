import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foreignConfigNames, readForeignConfig } from '../../server/src/core/config/foreign-files';
import { migrateFiles } from '../../server/src/core/config/migrate';
import { parseConfig } from '../../server/src/core/config/parse';
import type { Settings } from '../../server/src/core/config/schema';

const today = '2026-11-22';
const off = (...ids: readonly string[]): Settings => ({
  checks: Object.fromEntries(ids.map((id) => [id, 'off'])),
});

type Row = readonly [
  title: string,
  name: string,
  text: string,
  settings: Settings,
  problems: readonly RegExp[],
  notes: readonly RegExp[],
];

const kicsId = '8ada6e80-0ade-439e-b176-0b28f6bce35a';

const rows: readonly Row[] = [
  ['ids', '.trivyignore', 'DS-0002\nCVE-2026-1\n', off('DS-0002'), [], []],
  [
    'an id for some time',
    '.trivyignore',
    'DS-0002 exp:2027-01-01\nDS-0001\nDS-0009 exp:2026-01-01\n',
    off('DS-0001'),
    [],
    [/DS-0002 counts for some time only/],
  ],
  [
    'entries for some time and some paths',
    '.trivyignore.yaml',
    'misconfigurations:\n  - id: DS-0002\n    expired_at: 2027-01-01\n  - id: DS-0001\n    paths: [a]\n  - id: DS-0009\n',
    off('DS-0009'),
    [],
    [/DS-0002 counts for some time/, /some paths/],
  ],
  ['a pattern', '.checkov.yml', 'skip-check: CKV2_DOCKER_17*\n', off('CKV2_DOCKER_17'), [], []],
  ['ids', '.dockleignore', 'CIS-DI-0001\n', off('CIS-DI-0001'), [], []],
  [
    'rules that are off',
    '.dockerfilelintrc',
    'rules:\n  missing_tag: off\n  latest_tag: on\n  sudo_usage: false\n  extra_args: off\n',
    off('DL3006', 'DL3004'),
    [],
    [/"extra_args"/],
  ],
  ['no rules', '.dockerfilelintrc', 'rules: off\n', {}, [], []],
  ['bad YAML', '.dockerfilelintrc', 'rules: [', {}, [/not valid YAML/], []],
  [
    'JSON',
    'kics.config',
    `{ "exclude-queries": ["${kicsId.toUpperCase()}"] }`,
    off(kicsId),
    [],
    [],
  ],
  ['YAML with a text', 'kics.config', `exclude-queries: ${kicsId},x\n`, off(kicsId), [], []],
  ['nothing of ours', 'kics.config', 'path: .\n', {}, [], []],
  [
    'rules that are left out',
    '.tally.toml',
    '[rules]\nexclude = ["hadolint/DL3008", "MaintainerDeprecated", "tally/prefer-run-heredoc", "max-lines", 3]\n',
    off('DL3008', 'MaintainerDeprecated', 'DL3059'),
    [],
    [/"max-lines"/],
  ],
  [
    'severities',
    '.tally.toml',
    '[rules.hadolint.DL3008]\nseverity = "off"\n[rules.buildkit.StageNameCasing]\nseverity = "info"\nfix = "never"\n[rules.tally.labels.valid-key]\nseverity = "loud"\n[rules.tally.max-lines]\nseverity = "style"\n',
    { checks: { DL3008: 'off', StageNameCasing: 'information' } },
    [],
    [/"tally\/max-lines"/],
  ],
  [
    'what is left out and has a severity',
    '.tally.toml',
    '[output]\nfail-level = "none"\n[rules]\nexclude = ["DL3008"]\n[rules.hadolint.DL3008]\nseverity = "error"\n',
    { ...off('DL3008'), failOn: 'never' },
    [],
    [],
  ],
  [
    'rules that are put in',
    '.tally.toml',
    '[rules]\ninclude = ["tally/*"]\n',
    {},
    [],
    [/"include"/],
  ],
  ['bad TOML', '.tally.toml', '[rules', {}, [/not valid TOML/], []],
  ['other types', '.tally.toml', 'rules = 3\noutput = "x"\n', {}, [], []],
  [
    'a wrong key',
    '.hadolint.yml',
    'ignore: [DL3008]\nfailure-threshold: error\n',
    { failOn: 'error' },
    [/no setting "ignore"/],
    [/"profile": "hadolint"/],
  ],
  ['deep nesting', '.hadolint.yaml', '['.repeat(50_000), {}, [/nested too deeply/], []],
  ['a name that every object has', 'constructor', 'x', {}, [], []],
];

describe('the file of another tool', () => {
  for (const [title, name, text, settings, problems, notes] of rows) {
    test(`${name}: ${title}`, () => {
      const read = readForeignConfig(name, text, today);
      assert.deepEqual(read.settings, settings);
      const told = read.problems.map(({ message }) => message);
      assert.equal(told.length, problems.length, told.join());
      for (const [index, pattern] of problems.entries()) assert.match(told[index] ?? '', pattern);
      assert.equal(read.notes.length, notes.length, read.notes.join());
      for (const [index, pattern] of notes.entries())
        assert.match(read.notes[index] ?? '', pattern);
    });
  }

  test('means all of a tool with a star', () => {
    const { settings } = readForeignConfig(
      '.tally.toml',
      '[rules]\nexclude = ["buildkit/*"]\n',
      today,
    );
    const ids = Object.keys(settings.checks ?? {});
    assert.ok(ids.includes('StageNameCasing') && ids.includes('JSONArgsRecommended'));
    assert.ok(
      ids.every((id) => /^[A-Z][A-Za-z]+$/.test(id)),
      ids.join(),
    );
    const { settings: other } = readForeignConfig(
      '.tally.toml',
      '[rules]\nexclude = ["hadolint/*"]\n',
      today,
    );
    assert.ok(Object.keys(other.checks ?? {}).every((id) => /^(?:DL|SC)\d{4}$/.test(id)));
  });

  test('has a case here', () => {
    for (const name of foreignConfigNames.filter((each) => each !== '.checkov.yaml'))
      assert.ok(
        rows.some(([, tried]) => tried === name),
        name,
      );
  });
});

describe('files of several tools', () => {
  test('are joined, those of hadolint last, and say what they said', () => {
    const { text, problems } = migrateFiles(
      [
        { name: '.hadolint.yaml', text: 'override: { error: [DL3008] }\nx: y\n' },
        { name: '.tally.toml', text: '[rules]\nexclude = ["DL3008", "DL3009"]\n' },
        { name: '.trivyignore', text: 'DS-0002\n' },
      ],
      today,
    );
    assert.deepEqual(parseConfig(text), {
      settings: { checks: { 'DS-0002': 'off', DL3008: 'error', DL3009: 'off' } },
      problems: [],
    });
    assert.deepEqual(
      problems.map(({ file, message }) => [file, message]),
      [['.hadolint.yaml', 'hadolint has no setting "x".']],
    );
  });
});
