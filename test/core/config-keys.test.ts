import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Ajv from 'ajv';
import { parse } from 'jsonc-parser';
import { findEdition, editionYears } from '../../server/src/core/config/editions/index';
import { describeConfigSchema } from '../../server/src/core/config/json-schema';
import { parseConfig, parsePackageConfig } from '../../server/src/core/config/parse';
import { resolveRules, settingsForFile } from '../../server/src/core/config/resolve';
import type { Settings } from '../../server/src/core/config/schema';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { rules } from '../../server/src/core/rules/index';

const validate = new Ajv({ strictTypes: false }).compile(describeConfigSchema());

/** A full configuration: every key, as the documentation writes them. */
const full = `// Ours.
{
  "$schema": "./x.json",
  "profile": "strict",
  "edition": "2026",
  "rules": {
    "IH202": "off",
    "untrusted-registry": { "severity": "warning", "allow": ["docker.io/library"] },
    "missing-label": { "labels": ["team"] },
    "invalid-label": { "severity": "off", "kinds": { "team": "text" } },
  },
  "checks": { "DL3014": "off", "docker:S6471": "hint", "AVD-DS-0022": "error" },
  "failOn": "error",
  "suppressions": { "comments": false, "nosonar": true },
  "images": {
    "registry.example.com/base/*": {
      "like": "debian:13-slim", "user": "app", "accounts": ["app:1000", "web:33:www:34"], "shell": "bash",
      "workdir": "/srv", "entrypoint": ["/init"], "command": ["run"], "tools": ["curl"], "missingTools": ["wget"]
    }
  },
  "overrides": [
    { "files": ["*.dev.Dockerfile"], "profile": "recommended", "rules": { "root-user": "on" }, "failOn": "never" }
  ]
}`;

describe('a configuration with every key', () => {
  const { settings, problems } = parseConfig(full);

  test('has no mistake, and the shipped schema agrees', () => {
    assert.deepEqual(problems, []);
    assert.ok(validate(parse(full)), JSON.stringify(validate.errors));
  });

  test('is read', () => {
    assert.deepEqual(settings, {
      profile: 'strict',
      edition: '2026',
      rules: { 'root-user': 'off', 'untrusted-registry': 'warning', 'invalid-label': 'off' },
      options: {
        'untrusted-registry': { allow: ['docker.io/library'] },
        'missing-label': { labels: ['team'] },
        'invalid-label': { kinds: { team: 'text' } },
      },
      checks: { DL3014: 'off', 'docker:S6471': 'hint', 'AVD-DS-0022': 'error' },
      failOn: 'error',
      suppressions: { comments: false, nosonar: true },
      images: [
        {
          pattern: 'registry.example.com/base/*',
          like: 'debian:13-slim',
          user: 'app',
          accounts: [
            { name: 'app', uid: 1000, group: 'app', gid: 1000 },
            { name: 'web', uid: 33, group: 'www', gid: 34 },
          ],
          shell: 'bash',
          workdir: '/srv',
          entrypoint: ['/init'],
          command: ['run'],
          tools: ['curl'],
          missingTools: ['wget'],
        },
      ],
      overrides: [
        {
          files: ['*.dev.Dockerfile'],
          profile: 'recommended',
          rules: { 'root-user': 'on' },
          failOn: 'never',
        },
      ],
    } satisfies Settings);
  });
});

describe('a mistake in a configuration', () => {
  const rows: readonly (readonly [string, string, RegExp, string])[] = [
    [
      'a key that is nearly right',
      '{ "imges": {} }',
      /no setting "imges"\. Did you mean "images"\?/,
      '"imges"',
    ],
    [
      'an edition that is none',
      '{ "edition": "1999" }',
      /"edition" must be one of "2026"/,
      '"1999"',
    ],
    ['an edition that is a number', '{ "edition": 2026 }', /"edition" must be one of/, '2026'],
    ['a threshold', '{ "failOn": "info" }', /"failOn" must be one of "error"/, '"info"'],
    [
      'checks that are a list',
      '{ "checks": ["DL3014"] }',
      /"checks" must be an object/,
      '["DL3014"]',
    ],
    [
      'a check that nobody has',
      '{ "checks": { "XY1": "off" } }',
      /No tool that we know has a check "XY1"/,
      '"XY1"',
    ],
    [
      'a check that is on',
      '{ "checks": { "DL3014": "on" } }',
      /"DL3014" must be one of "off", "error"/,
      '"on"',
    ],
    [
      'an option that a rule lacks',
      '{ "rules": { "root-user": { "allow": [] } } }',
      /no setting "allow"/,
      '"allow"',
    ],
    [
      'an option of a wrong type',
      '{ "rules": { "untrusted-registry": { "allow": "docker.io" } } }',
      /option "allow" of untrusted-registry must be a list of texts/,
      '"docker.io"',
    ],
    [
      'an element of a wrong type',
      '{ "rules": { "untrusted-registry": { "allow": [1] } } }',
      /must be a list of texts/,
      '[1]',
    ],
    [
      'a kind that nobody knows',
      '{ "rules": { "invalid-label": { "kinds": { "a": "b" } } } }',
      /must be an object whose values are "any", "text"/,
      '{ "a": "b" }',
    ],
    [
      'kinds that are a list',
      '{ "rules": { "invalid-label": { "kinds": [] } } }',
      /must be an object whose/,
      '[]',
    ],
    [
      'the severity beside options',
      '{ "rules": { "untrusted-registry": { "severity": "fatal" } } }',
      /"severity" must be one of/,
      '"fatal"',
    ],
    [
      'suppressions that are a text',
      '{ "suppressions": "off" }',
      /"suppressions" must be an object/,
      '"off"',
    ],
    [
      'a key of suppressions',
      '{ "suppressions": { "nosonr": true } }',
      /no setting "nosonr"\. Did you mean "nosonar"\?/,
      '"nosonr"',
    ],
    [
      'a flag',
      '{ "suppressions": { "comments": "no" } }',
      /"comments" must be true or false/,
      '"no"',
    ],
    ['images that are a list', '{ "images": [] }', /"images" must be an object/, '[]'],
    ['a key of an image', '{ "images": { "a/b": { "uid": 1 } } }', /no setting "uid"/, '"uid"'],
    [
      'a likeness that nobody knows',
      '{ "images": { "a/b": { "like": "c/d" } } }',
      /Nothing is known of the image "c\/d"/,
      '"c/d"',
    ],
    [
      'a likeness of a wrong type',
      '{ "images": { "a/b": { "like": 1 } } }',
      /"like" must be a text/,
      '1',
    ],
    ['a user', '{ "images": { "a/b": { "user": 1000 } } }', /"user" must be a text/, '1000'],
    [
      'a shell',
      '{ "images": { "a/b": { "shell": "fish" } } }',
      /"shell" must be one of "bash"/,
      '"fish"',
    ],
    [
      'a tool',
      '{ "images": { "a/b": { "tools": ["vim"] } } }',
      /"tools" must be one of "bash"/,
      '"vim"',
    ],
    [
      'an account',
      '{ "images": { "a/b": { "accounts": ["app"] } } }',
      /written "name:uid"/,
      '"app"',
    ],
    [
      'an account of a wrong type',
      '{ "images": { "a/b": { "accounts": [1] } } }',
      /"accounts" must be a text/,
      '1',
    ],
    [
      'a command',
      '{ "images": { "a/b": { "command": "run" } } }',
      /"command" must be a list/,
      '"run"',
    ],
    ['overrides that are an object', '{ "overrides": {} }', /"overrides" must be a list/, '{}'],
    [
      'an override that is a text',
      '{ "overrides": ["a"] }',
      /"overrides" must be an object/,
      '"a"',
    ],
    [
      'an override without files',
      '{ "overrides": [{ "failOn": "never" }] }',
      /no "files"/,
      '{ "failOn": "never" }',
    ],
    [
      'a key of an override',
      '{ "overrides": [{ "files": [], "edition": "2026" }] }',
      /no setting "edition"/,
      '"edition"',
    ],
  ];
  for (const [title, text, message, place] of rows) {
    test(title, () => {
      const { problems } = parseConfig(text);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      const [problem] = problems;
      assert.ok(problem !== undefined);
      assert.match(problem.message, message);
      assert.equal(text.slice(problem.span.start, problem.span.end), place);
    });
  }

  test('is one for the shipped schema as well', () => {
    // The schema does not know which images are known, how accounts are written, and which ids a tool has.
    const onlyOurs = /likeness that nobody|an account$|check that nobody/;
    for (const [title, text] of rows) {
      assert.equal(validate(parse(text)), onlyOurs.test(title), `${title}: ${text}`);
    }
  });
});

describe('package.json', () => {
  test('has settings under a key of ours', () => {
    const parsed = parsePackageConfig(
      '{ "name": "a", "ironhull": { "profile": "strict", "x": 1 } }',
    );
    assert.ok(parsed !== undefined);
    assert.deepEqual(parsed.settings, { profile: 'strict' });
    assert.deepEqual(
      parsed.problems.map(({ message }) => message),
      ['There is no setting "x".'],
    );
  });

  test('has none where the name stands elsewhere', () => {
    assert.equal(parsePackageConfig('{ "devDependencies": { "ironhull": "1.0.0" } }'), undefined);
    assert.equal(parsePackageConfig('{ "name": "a" }'), undefined);
    assert.equal(parsePackageConfig('"ironhull"'), undefined);
  });

  test('has a mistake where the key holds no object', () => {
    assert.match(
      parsePackageConfig('{ "ironhull": true }')?.problems[0]?.message ?? '',
      /must be a JSON object/,
    );
  });
});

describe('overrides', () => {
  const settings: Settings = {
    profile: 'strict',
    rules: { a: 'off', b: 'hint' },
    options: { r: { x: 1, y: 1 } },
    overrides: [
      {
        files: ['*.dev.Dockerfile', 'Dockerfile.dev'],
        profile: 'recommended',
        rules: { b: 'error' },
      },
      {
        files: ['./ci/**'],
        rules: { a: 'on' },
        options: { r: { y: 2 } },
        checks: { DL3000: 'off' },
      },
    ],
  };
  const rows: readonly (readonly [string, Settings])[] = [
    [
      'Dockerfile',
      { profile: 'strict', rules: { a: 'off', b: 'hint' }, options: { r: { x: 1, y: 1 } } },
    ],
    [
      'app/web.dev.Dockerfile',
      { profile: 'recommended', rules: { a: 'off', b: 'error' }, options: { r: { x: 1, y: 1 } } },
    ],
    [
      'ci/deep/Dockerfile.dev',
      {
        profile: 'recommended',
        rules: { a: 'on', b: 'error' },
        options: { r: { x: 1, y: 2 } },
        checks: { DL3000: 'off' },
      },
    ],
    [
      'app/ci/Dockerfile',
      { profile: 'strict', rules: { a: 'off', b: 'hint' }, options: { r: { x: 1, y: 1 } } },
    ],
  ];
  for (const [path, expected] of rows) {
    test(path, () => {
      assert.deepEqual(settingsForFile(settings, path), expected);
    });
  }
});

describe('an edition', () => {
  test('has the rules of its year', () => {
    assert.deepEqual(editionYears, ['2026']);
    assert.notEqual(Object.keys(findEdition('2026') ?? {}).length, 0);
    assert.equal(findEdition(undefined), undefined);
  });

  test('leaves newer rules off, and keeps severity and profile of those it has', () => {
    const edition = findEdition('2026') ?? {};
    const frozen = resolveRules({ edition: '2026', profile: 'strict' });
    for (const [rule, severity] of frozen) assert.equal(severity, edition[rule.id]?.severity);
    const expected = rules.filter(({ id }) =>
      ['recommended', 'strict'].includes(edition[id]?.profile ?? ''),
    );
    assert.deepEqual([...frozen.keys()], expected);
  });

  test('gives way to a rule that is named', () => {
    const [rule] = rules;
    assert.ok(rule !== undefined);
    assert.equal(resolveRules({ edition: '2026', rules: { [rule.id]: 'hint' } }).get(rule), 'hint');
  });

  test('has the profiles of peers as they were', () => {
    const edition = findEdition('2026') ?? {};
    const frozen = [...resolveRules({ edition: '2026', profile: 'buildkit' }).keys()];
    for (const { id } of frozen) {
      assert.ok(
        id === 'invalid-instruction' || edition[id]?.peers.includes('buildkit') === true,
        id,
      );
    }
    assert.notEqual(frozen.length, 0);
  });
});

describe('checks of other tools', () => {
  const text = 'FROM a\nMAINTAINER b\nWORKDIR c\n';
  const severities = (checks: Settings['checks']): readonly string[] =>
    lint(
      new DockerfileModel(text),
      resolveRules({ rules: {}, ...(checks === undefined ? {} : { checks }) }),
      '2026-11-22',
    )
      .findings.filter(({ rule }) => ['deprecated-maintainer', 'relative-workdir'].includes(rule))
      .map(({ rule, severity }) => `${rule} ${severity}`);

  test('are off or have a severity, in any spelling', () => {
    assert.deepEqual(severities({}), ['deprecated-maintainer hint', 'relative-workdir warning']);
    assert.deepEqual(severities({ DL4000: 'off' }), ['relative-workdir warning']);
    assert.deepEqual(severities({ 'hadolint/DL4000': 'error', 'AVD-DS-0009': 'off' }), [
      'deprecated-maintainer error',
    ]);
    assert.deepEqual(severities({ 'docker:S7021': 'hint', DL3006: 'off' }), [
      'deprecated-maintainer hint',
      'relative-workdir hint',
    ]);
  });

  test('off counts more than a severity', () => {
    assert.deepEqual(severities({ DL4000: 'error', MaintainerDeprecated: 'off' }), [
      'relative-workdir warning',
    ]);
  });

  test('what is off is no reason for hardening', () => {
    const { silenced } = lint(
      new DockerfileModel(text),
      resolveRules({ checks: { DL4000: 'off' } }),
      '2026-11-22',
    );
    assert.deepEqual(
      silenced.map(({ rule }) => rule),
      ['deprecated-maintainer'],
    );
  });
});

describe('options of rules', () => {
  test('turn a rule on that no profile has on', () => {
    const rule = rules.find(({ id }) => id === 'invalid-label');
    assert.ok(rule !== undefined);
    assert.ok(!resolveRules({}).has(rule));
    const options = { 'invalid-label': { kinds: {} } };
    assert.ok(resolveRules({ options }).has(rule));
    assert.ok(!resolveRules({ options, rules: { 'invalid-label': 'off' } }).has(rule));
  });
});
