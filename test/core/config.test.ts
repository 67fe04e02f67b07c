import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  findRule,
  mergeSettings,
  onlyRules,
  resolveRules,
} from '../../server/src/core/config/resolve';
import { parseConfig } from '../../server/src/core/config/parse';
import { settingDescriptions, type Settings } from '../../server/src/core/config/schema';
import { rules } from '../../server/src/core/rules/index';

const recommended = rules.find((rule) => rule.profile === 'recommended');
const strict = rules.find((rule) => rule.profile === 'strict');
assert.ok(recommended !== undefined && strict !== undefined, 'both profiles have rules');

describe('a configuration file', () => {
  const cases: readonly (readonly [string, string, Settings])[] = [
    ['an empty object sets nothing', '{}', {}],
    ['a profile is read', '{ "profile": "strict" }', { profile: 'strict' }],
    [
      'rules are read by id',
      '{ "rules": { "root-user": "off" } }',
      { rules: { 'root-user': 'off' } },
    ],
    [
      'rules are read by code in any case',
      '{ "rules": { "ih202": "hint" } }',
      { rules: { 'root-user': 'hint' } },
    ],
    [
      'comments and a trailing comma are allowed',
      '// a\n{ /* b */ "profile": "recommended", }',
      { profile: 'recommended' },
    ],
    ['a schema is passed over', '{ "$schema": "./x.json" }', {}],
    [
      'the last of equal keys counts',
      '{ "profile": "strict", "profile": "recommended" }',
      { profile: 'recommended' },
    ],
  ];
  for (const [title, text, expected] of cases) {
    test(title, () => {
      assert.deepEqual(parseConfig(text), { settings: expected, problems: [] });
    });
  }

  const mistakes: readonly (readonly [
    string,
    string,
    Settings,
    readonly (readonly [RegExp, string])[],
  ])[] = [
    [
      'a key that nobody knows',
      '{ "profil": "strict" }',
      {},
      [[/no setting "profil"/, '"profil"']],
    ],
    [
      'a rule that nobody knows',
      '{ "rules": { "x": "off" } }',
      { rules: {} },
      [[/no rule "x"/, '"x"']],
    ],
    [
      'a profile that nobody knows',
      '{ "profile": "loud" }',
      {},
      [[/"profile" must be one of "recommended", "strict"/, '"loud"']],
    ],
    ['a profile of a wrong type', '{ "profile": 1 }', {}, [[/"profile" must be one of/, '1']]],
    [
      'a severity that nobody knows',
      '{ "rules": { "root-user": "fatal" } }',
      { rules: {} },
      [[/"root-user" must be one of "off", "on", "error"/, '"fatal"']],
    ],
    [
      'rules that are no object',
      '{ "rules": ["root-user"] }',
      { rules: {} },
      [[/"rules" must be an object/, '["root-user"]']],
    ],
    ['an array', '["strict"]', {}, [[/must be a JSON object/, '["strict"]']]],
    ['a string', '"strict"', {}, [[/must be a JSON object/, '"strict"']]],
  ];
  for (const [title, text, settings, expected] of mistakes) {
    test(`${title} is left out and reported at its place`, () => {
      const read = parseConfig(text);
      assert.deepEqual(read.settings, settings);
      assert.equal(read.problems.length, expected.length);
      for (const [index, [message, place]] of expected.entries()) {
        const problem = read.problems[index];
        assert.ok(problem !== undefined);
        assert.match(problem.message, message);
        assert.equal(text.slice(problem.span.start, problem.span.end), place);
      }
    });
  }

  test('one mistake does not hide the rest', () => {
    const { settings, problems } = parseConfig(
      '{ "x": 1, "profile": "strict", "rules": { "y": "off", "root-user": "on" } }',
    );
    assert.deepEqual(settings, { profile: 'strict', rules: { 'root-user': 'on' } });
    assert.equal(problems.length, 2);
  });

  test('an empty file is reported', () => {
    const { settings, problems } = parseConfig('');
    assert.deepEqual(settings, {});
    assert.match(problems[0]?.message ?? '', /not valid JSON/);
  });

  test('what can be read of broken JSON counts, and the fault has a place inside the text', () => {
    const text = '{ "profile": "strict", "rules": { "root-user": "off" ';
    const { settings, problems } = parseConfig(text);
    assert.deepEqual(settings, { profile: 'strict', rules: { 'root-user': 'off' } });
    assert.notEqual(problems.length, 0);
    for (const { message, span } of problems) {
      assert.match(message, /^The configuration is not valid JSON \(\w+\)\.$/);
      assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
    }
  });

  test('a property without a value is no setting', () => {
    assert.deepEqual(parseConfig('{ "profile" }').settings, {});
  });

  test('the name of a property of every object is no rule', () => {
    const { settings, problems } = parseConfig(
      '{ "rules": { "__proto__": "off", "constructor": "off" } }',
    );
    assert.deepEqual(settings, { rules: {} });
    assert.equal(problems.length, 2);
  });
});

describe('merged settings', () => {
  test('no layers give no rules', () => {
    assert.deepEqual(mergeSettings(), { rules: {} });
  });

  test('the last profile wins, and layers without one leave it', () => {
    assert.equal(mergeSettings({ profile: 'strict' }, {}).profile, 'strict');
    assert.equal(
      mergeSettings({ profile: 'strict' }, { profile: 'recommended' }).profile,
      'recommended',
    );
  });

  test('rules are merged one by one', () => {
    const merged = mergeSettings(
      { rules: { a: 'off', b: 'hint' } },
      { profile: 'strict' },
      { rules: { b: 'on', c: 'error' } },
    );
    assert.deepEqual(merged, { profile: 'strict', rules: { a: 'off', b: 'on', c: 'error' } });
  });

  test('options, checks and suppressions are merged one by one, lists are not', () => {
    const merged = mergeSettings(
      {
        options: { a: { x: 1, y: 1 } },
        checks: { DL3000: 'off' },
        suppressions: { comments: false },
        images: [{ pattern: 'a' }],
      },
      {
        options: { a: { y: 2 }, b: {} },
        checks: { DL3001: 'hint' },
        suppressions: { nosonar: true },
        images: [{ pattern: 'b' }],
        failOn: 'never',
      },
    );
    assert.deepEqual(merged, {
      rules: {},
      options: { a: { x: 1, y: 2 }, b: {} },
      checks: { DL3000: 'off', DL3001: 'hint' },
      suppressions: { comments: false, nosonar: true },
      images: [{ pattern: 'b' }],
      failOn: 'never',
    });
  });

  test('the layers stay as they are', () => {
    const first: Settings = { rules: { a: 'off' } };
    mergeSettings(first, { rules: { a: 'on' } });
    assert.deepEqual(first, { rules: { a: 'off' } });
  });
});

describe('active rules', () => {
  test('the recommended profile is the default and has no strict rule', () => {
    const active = resolveRules({});
    assert.deepEqual(resolveRules({ profile: 'recommended' }), active);
    assert.deepEqual(
      [...active.keys()],
      rules.filter((rule) => rule.profile === 'recommended'),
    );
  });

  test('the strict profile has every rule but those that are asked for, with its own severity', () => {
    assert.deepEqual(
      [...resolveRules({ profile: 'strict' })],
      rules
        .filter((rule) => rule.profile !== 'optional' && rule.profile !== 'named')
        .map((rule) => [rule, rule.severity]),
    );
  });

  for (const profile of ['hadolint', 'buildkit'] as const) {
    test(`the profile ${profile} has what that tool checks, whatever is on by default`, () => {
      const active = [...resolveRules({ profile }).keys()];
      assert.ok(active.some((rule) => rule.equivalents[profile] !== undefined));
      for (const rule of rules) {
        const wanted =
          (rule.equivalents[profile] !== undefined && rule.profile !== 'named') ||
          rule.id === 'invalid-instruction';
        assert.equal(active.includes(rule), wanted, rule.id);
      }
    });
  }

  test('off takes a rule out', () => {
    assert.ok(!resolveRules({ rules: { [recommended.id]: 'off' } }).has(recommended));
  });

  test('on brings a strict rule with its own severity', () => {
    assert.equal(resolveRules({ rules: { [strict.id]: 'on' } }).get(strict), strict.severity);
  });

  test('a severity replaces the one of the rule and turns it on', () => {
    const active = resolveRules({ rules: { [recommended.id]: 'hint', [strict.id]: 'error' } });
    assert.equal(active.get(recommended), 'hint');
    assert.equal(active.get(strict), 'error');
  });

  test('chosen rules run whatever their profile', () => {
    assert.deepEqual([...onlyRules([strict])], [[strict, strict.severity]]);
  });
});

describe('a rule', () => {
  test('is found by id, and by code in any case', () => {
    assert.equal(findRule(strict.id), strict);
    assert.equal(findRule(strict.code), strict);
    assert.equal(findRule(strict.code.toLowerCase()), strict);
  });

  test('is not found by another name', () => {
    assert.equal(findRule('no-such-rule'), undefined);
    assert.equal(findRule(strict.id.toUpperCase()), undefined);
    assert.equal(findRule(''), undefined);
  });

  test('has one setting, described with its code', () => {
    for (const rule of rules) {
      const [setting, ...others] = settingDescriptions.filter(
        (each) => each.key === `rules.${rule.id}`,
      );
      assert.equal(others.length, 0);
      assert.ok(setting !== undefined);
      assert.ok(setting.description.startsWith(`${rule.code}: `));
      assert.ok(setting.values.includes(setting.fallback));
    }
  });
});
