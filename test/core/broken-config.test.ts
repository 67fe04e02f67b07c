import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Settings } from '../../server/src/core/config/schema';
import {
  chooseSettings,
  configSourceNames,
  parseConfigSource,
  sourcesThatCount,
  unreadableConfigSource,
} from '../../server/src/core/config/sources';
import { toConfigFinding } from '../../server/src/core/engine/config-finding';
import { rulePage } from '../../server/src/core/engine/rule-page';
import { DockerfileModel } from '../../server/src/core/model/model';
import { rules } from '../../server/src/core/rules/index';

const today = '2026-11-22';

/** A row: file, text, what is read of it, and the messages it gives. */
type Row = readonly [
  title: string,
  name: string,
  text: string,
  settings: Settings,
  problems: readonly RegExp[],
];

const tooDeep = [/cannot be read \(nested too deeply/];
const tooLong = [/cannot be read \(longer than 1000000 characters/];
const notYaml = [/is not valid YAML/];
const off = (...ids: readonly string[]): Settings => ({
  checks: Object.fromEntries(ids.map((id) => [id, 'off'])),
});

const aliasBomb = [
  'a: &a [DL3000, DL3001, DL3002, DL3003, DL3004, DL3005, DL3006, DL3007, DL3008]',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => {
    const before = 'abcdefg'.charAt(index);
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
  }),
  'ignored: *h',
].join('\n');

const rows: readonly Row[] = [
  ['empty', '.ironhull.json', '', {}, [/not valid JSON \(ValueExpected\)/]],
  ['blank', '.ironhull.json', ' \n', {}, [/not valid JSON/]],
  ['a comment alone', '.ironhull.json', '// x\n', {}, [/not valid JSON/]],
  ['binary', '.ironhull.json', 'a\0b', {}, [/cannot be read \(not a text file/]],
  ['cut off', '.ironhull.json', '{ "profile": "strict"', { profile: 'strict' }, [/not valid JSON/]],
  ['deep lists', '.ironhull.json', '['.repeat(200_000), {}, tooDeep],
  ['deep objects', '.ironhull.json', '{"rules":'.repeat(50_000), {}, tooDeep],
  ['long', '.ironhull.json', ' '.repeat(1_000_001), {}, tooLong],
  ['closing brackets', '.ironhull.json', ']'.repeat(100_000), {}, [/not valid JSON/]],
  [
    'names that every object has',
    '.ironhull.json',
    '{ "__proto__": 1, "rules": { "constructor": "off" }, "checks": { "__proto__": "off", "constructor": "off" } }',
    { rules: {}, checks: {} },
    [/no setting "__proto__"/, /no rule "constructor"/, /check "__proto__"/, /check "constructor"/],
  ],
  [
    'settings that are cut off',
    'package.json',
    '{ "name": "a", "ironhull": { "profile": "strict"',
    { profile: 'strict' },
    [/not valid JSON/, /not valid JSON/],
  ],
  [
    'a comma that is missing before the settings',
    'package.json',
    '{ "name": "a" "ironhull": { "profile": "strict" } }',
    { profile: 'strict' },
    [/not valid JSON/],
  ],
  [
    'settings that cannot be found',
    'package.json',
    '{ "name": "a", "ironhull" { "profile": "strict" } }',
    {},
    [/not valid JSON \(ColonExpected\)/, /not valid JSON/],
  ],
  ['long with settings', 'package.json', `{"ironhull":{}}${' '.repeat(1_000_000)}`, {}, tooLong],
  ['bad YAML', '.hadolint.yaml', 'ignored: [DL3006', {}, notYaml],
  ['tabs', '.hadolint.yaml', 'ignored:\n\t- DL3006\n', {}, notYaml],
  ['a quote that stays open', '.hadolint.yml', 'ignored: ["DL3006]\n', {}, notYaml],
  ['binary', '.hadolint.yaml', '\0\x01', {}, [/not a text file/]],
  ['a list', '.hadolint.yaml', '- DL3006', {}, [/must be a mapping/]],
  ['nothing', '.hadolint.yaml', '# Ours.\n', {}, []],
  [
    'a wrong key',
    '.hadolint.yaml',
    'ignore: [DL3006]\nignored: [DL3007]\n',
    off('DL3007'),
    [/no setting "ignore"/],
  ],
  [
    'two documents',
    '.hadolint.yaml',
    'ignored: [DL3006]\n---\nignored: [DL3007]\n',
    off('DL3006'),
    [/Only the first document/],
  ],
  [
    'an alias of a list',
    '.hadolint.yaml',
    'ignored: &a [DL3006]\noverride: { info: *a }\n',
    off('DL3006'),
    [],
  ],
  ['an alias of a text', '.hadolint.yaml', 'ignored: [&a DL3006, *a]\n', off('DL3006'), []],
  ['an alias of nothing', '.hadolint.yaml', 'ignored: *a\n', {}, [/"ignored" of hadolint must be/]],
  ['an alias of itself', '.hadolint.yaml', 'ignored: &a [*a]\n', {}, [/repeats or nests too much/]],
  ['a bomb of aliases', '.hadolint.yaml', aliasBomb, {}, [/repeats or nests too much/]],
  ['deep lists', '.hadolint.yaml', '['.repeat(200_000), {}, tooDeep],
  [
    'deep lists that are closed',
    '.hadolint.yaml',
    `ignored: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    {},
    tooDeep,
  ],
  [
    'deep lists without brackets',
    '.hadolint.yaml',
    `ignored:\n${'- '.repeat(100_000)}`,
    {},
    tooDeep,
  ],
  ['deep keys', '.hadolint.yaml', '? '.repeat(50_000), {}, tooDeep],
  [
    'deep mappings',
    '.hadolint.yaml',
    Array.from({ length: 900 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    {},
    tooDeep,
  ],
  [
    'nested beyond reason',
    '.hadolint.yaml',
    `ignored: ${'['.repeat(120)}${']'.repeat(120)}`,
    {},
    [/repeats or nests too much/],
  ],
  ['keys in a line', '.hadolint.yaml', 'a: '.repeat(20_000), {}, tooDeep],
  ['lists and keys in a line', '.hadolint.yaml', '- a: '.repeat(20_000), {}, tooDeep],
  ['anchors in a line', '.hadolint.yaml', '&a '.repeat(20_000), {}, tooDeep],
  [
    'many entries',
    '.hadolint.yaml',
    `ignored:\n${'- DL3006\n'.repeat(20_000)}`,
    {},
    [/repeats or nests too much/],
  ],
  ['long', '.hadolint.yaml', `ignored:\n${'- DL3006\n'.repeat(200_000)}`, {}, tooLong],
  [
    'names that every object has',
    '.hadolint.yaml',
    'override: { constructor: [a] }\nfailure-threshold: constructor\nlabel-schema: { a: constructor }\n',
    {},
    [/no severity "constructor"/, /must be one of text/, /must be one of error/],
  ],
  ['a key that is a list', '.hadolint.yaml', '? [a]\n: b\n', {}, [/no setting ""/]],
  ['bad YAML', '.trivyignore.yaml', 'misconfigurations: [', {}, notYaml],
  ['no list', '.trivyignore.yaml', 'misconfigurations: DS-0002\n', {}, [/must be a list/]],
  [
    'an entry without an id',
    '.trivyignore.yaml',
    'misconfigurations:\n  - statement: x\n  - id: DS-0009\n',
    off('DS-0009'),
    [/has no "id"/],
  ],
  ['a list', '.trivyignore.yaml', '- DS-0002', {}, [/must be a mapping/]],
  ['bad YAML', '.checkov.yaml', 'skip-check: [', {}, notYaml],
  [
    'a mapping',
    '.checkov.yml',
    'skip-check: { CKV_DOCKER_3: x }\n',
    {},
    [/must be a list of texts/],
  ],
  ['binary', '.trivyignore', 'DS-0002\0', {}, [/not a text file/]],
  ['long', '.dockleignore', 'CIS-DI-0001\n'.repeat(100_000), {}, tooLong],
  [
    'ids of others, and names that every object has',
    '.trivyignore',
    'CVE-2026-1\nconstructor\n__proto__\n',
    {},
    [],
  ],
];

describe('a broken configuration', () => {
  for (const [title, name, text, settings, problems] of rows) {
    test(`${name}: ${title}`, () => {
      const started = performance.now();
      const source = parseConfigSource(name, text, today);
      assert.ok(performance.now() - started < 5000, 'in time');
      assert.ok(source !== undefined);
      assert.deepEqual(source.settings, settings);
      const told = source.problems.map(({ message }) => message);
      assert.equal(told.length, problems.length, told.join('\n'));
      for (const [index, pattern] of problems.entries()) assert.match(told[index] ?? '', pattern);
      for (const { span } of source.problems)
        assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
    });
  }

  test('of a package.json without settings of ours is no business of ours', () => {
    for (const text of [
      '{ "name": ',
      '{ "dependencies": { "ironhull": "1" }',
      ' '.repeat(2_000_000),
    ])
      assert.equal(parseConfigSource('package.json', text, today), undefined);
  });

  test('that cannot be read says so, and takes the place it would have', () => {
    for (const name of configSourceNames) {
      const source = unreadableConfigSource(name, 'is a folder');
      assert.deepEqual(source?.settings, {});
      assert.deepEqual(
        source.problems.map(({ message }) => message),
        ['The file cannot be read (is a folder).'],
      );
      assert.deepEqual(sourcesThatCount([[source]]), [source], name);
    }
    assert.equal(unreadableConfigSource('other.json', 'x'), undefined);
    const own = unreadableConfigSource('.ironhull.json', 'x');
    const peer = parseConfigSource('.hadolint.yaml', 'ignored: [DL3006]', today);
    assert.ok(own !== undefined && peer !== undefined);
    assert.deepEqual(chooseSettings([[own, peer]]).settings, {});
    const foreign = unreadableConfigSource('package.json', 'x');
    assert.ok(foreign !== undefined);
    assert.deepEqual(chooseSettings([[foreign, peer]]).settings, off('DL3006'));
  });

  test('is a finding of its file, with the page about configurations', () => {
    const span = { start: 1, end: 2 };
    const finding = toConfigFinding({ message: 'A.', span });
    assert.equal(finding.severity, 'error');
    assert.equal(toConfigFinding({ message: 'A.', span, isMinor: true }).severity, 'warning');
    assert.deepEqual([finding.rule, finding.message, finding.span], ['configuration', 'A.', span]);
    assert.match(rulePage(finding.definition), /\/docs\/configuration\.md$/);
    assert.equal(
      [
        ...finding.definition.check(new DockerfileModel(''), {
          today,
          unusedSuppressions: [],
          option: ({ fallback }) => fallback,
        }),
      ].length,
      0,
    );
    assert.ok(rules.every(({ id, code }) => id !== finding.rule && code !== finding.code));
    const [rule] = rules;
    assert.ok(rule !== undefined);
    assert.match(rulePage(rule), /\/docs\/rules\/[a-z-]+\.md$/);
  });

  test('that does not count is not told', () => {
    const near = parseConfigSource('.ironhull.json', '{}', today);
    const far = parseConfigSource('.ironhull.json', '[', today);
    const peer = parseConfigSource('.hadolint.yaml', 'x', today);
    assert.ok(near !== undefined && far !== undefined && peer !== undefined);
    assert.deepEqual(sourcesThatCount([[near, peer], [far]]), [near]);
    assert.deepEqual(sourcesThatCount([[peer], [far]]), [far]);
    assert.deepEqual(sourcesThatCount([]), []);
  });
});
