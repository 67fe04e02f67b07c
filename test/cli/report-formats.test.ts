import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { Ajv, type AnySchemaObject } from 'ajv';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFolder, run } from '../harness/cli';
import { compileSchema, findViolations, readSchema } from '../harness/json-schema';

const only = ['--only', 'relative-workdir', '--only', 'deprecated-maintainer'];

/** Findings of two severities with and without fixes, a silenced one, odd characters, a clean file, an unreadable one. */
const cwd = createFolder({
  Dockerfile: 'FROM debian:13\nMAINTAINER <me> & "you"\nWORKDIR app\n',
  'sub folder/Dockerfile':
    'ARG BASE\nFROM $BASE\r\nWORKDIR a\x07\u{1f433}\nFROM $BASE\n# ironhull ignore=relative-workdir: fine\nWORKDIR b\n',
  'clean/Dockerfile': 'FROM debian:13\n',
  'binary.dockerfile': 'FROM a\0b\n',
});
const operands = ['Dockerfile', './sub folder', 'clean', 'binary.dockerfile'];

function report(format: string, args: readonly string[] = operands): string {
  const { stdout } = run(['check', ...only, '--format', format, ...args], { cwd });
  return stdout;
}

describe('JSON', () => {
  const validate = compileSchema(readSchema('schemas/report.schema.json'));

  test('has the shape of its schema', () => {
    assert.deepEqual(findViolations(validate, JSON.parse(report('json'))), []);
    assert.notDeepEqual(findViolations(validate, { version: 1, files: [{ path: 'a' }] }), []);
  });
});

describe('SARIF', () => {
  // The schema is of draft 4; for what it uses, draft 7 says the same but for the name of its id.
  const { $schema, id, ...schema }: AnySchemaObject = readSchema(
    'test/cli/schemas/sarif/sarif-schema-2.1.0.json',
  );
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
    schema,
  );

  test('is valid by the official schema', () => {
    assert.equal($schema, 'http://json-schema.org/draft-04/schema#');
    assert.match(String(id), /sarif-schema-2\.1\.0\.json$/);
    assert.ok(!/"exclusiveM(?:in|ax)imum": *(?:true|false)/.test(JSON.stringify(schema)));
    assert.deepEqual(findViolations(validate, JSON.parse(report('sarif'))), []);
    assert.deepEqual(findViolations(validate, JSON.parse(report('sarif', ['clean']))), []);
    assert.notDeepEqual(findViolations(validate, { version: '2.1.0', runs: [{}] }), []);
  });

  test('has places, fixes and what is silenced, and tells what could not be read', () => {
    // The schema has vouched for the shape.
    const log = JSON.parse(report('sarif')) as {
      runs: [
        {
          tool: { driver: { rules: { id: string }[] } };
          invocations: [
            { executionSuccessful: boolean; toolExecutionNotifications: { message: object }[] },
          ];
          results: {
            ruleId: string;
            ruleIndex: number;
            level: string;
            locations: [{ physicalLocation: { artifactLocation: object; region: object } }];
            partialFingerprints: Record<string, string>;
            fixes: object[];
            suppressions?: object[];
          }[];
        },
      ];
    };
    const [{ tool, invocations, results }] = log.runs;
    assert.deepEqual(
      results.map(({ ruleId, level, suppressions }) => [ruleId, level, suppressions?.length ?? 0]),
      [
        ['deprecated-maintainer', 'note', 0],
        ['relative-workdir', 'warning', 0],
        ['relative-workdir', 'warning', 0],
        ['relative-workdir', 'warning', 1],
      ],
    );
    for (const { ruleId, ruleIndex } of results)
      assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
    assert.deepEqual(results[1]?.locations[0].physicalLocation, {
      artifactLocation: { uri: 'Dockerfile', uriBaseId: '%SRCROOT%' },
      region: { startLine: 3, startColumn: 9, endLine: 3, endColumn: 12 },
    });
    assert.deepEqual(results[1].fixes, [
      {
        description: { text: 'Write "/app"' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'Dockerfile', uriBaseId: '%SRCROOT%' },
            replacements: [
              {
                deletedRegion: { startLine: 3, startColumn: 9, endLine: 3, endColumn: 12 },
                insertedContent: { text: '/app' },
              },
            ],
          },
        ],
      },
    ]);
    assert.deepEqual(results[2]?.locations[0].physicalLocation.artifactLocation, {
      uri: 'sub%20folder/Dockerfile',
      uriBaseId: '%SRCROOT%',
    });
    assert.deepEqual(results[2].fixes, []);
    assert.equal(new Set(results.map((each) => each.partialFingerprints['ironhull/v1'])).size, 4);
    assert.equal(invocations[0].executionSuccessful, false);
    assert.equal(invocations[0].toolExecutionNotifications.length, 1);
  });

  test('knows a finding again when lines above it change', () => {
    const fingerprintsOf = (text: string): readonly unknown[] => {
      const folder = createFolder({ Dockerfile: text });
      const { stdout } = run(['check', ...only, '--format', 'sarif'], { cwd: folder });
      return [...stdout.matchAll(/"ironhull\/v1": "([0-9a-f]{32})"/g)].map(([, found]) => found);
    };
    const before = fingerprintsOf('FROM $A\nWORKDIR a\nFROM $B\nWORKDIR a\n');
    assert.equal(new Set(before).size, 2);
    assert.deepEqual(
      fingerprintsOf('# new\nFROM $A\nRUN c\nWORKDIR a\nFROM $B\nWORKDIR a\n'),
      before,
    );
  });
});

describe('GitHub annotations', () => {
  test('are workflow commands with escaped values', () => {
    const lines = report('github').trimEnd().split('\n');
    assert.match(
      lines[0] ?? '',
      /^::notice file=Dockerfile,line=2,endLine=2,col=1,endColumn=11,title=deprecated-maintainer::\S/,
    );
    assert.match(
      lines[1] ?? '',
      /^::warning file=Dockerfile,line=3,endLine=3,col=9,endColumn=12,title=relative-workdir::\S/,
    );
    assert.match(lines[2] ?? '', /^::warning file=sub folder\/Dockerfile,line=3,/);
    assert.match(lines[3] ?? '', /^::error file=binary\.dockerfile::\S/);
    assert.equal(lines.length, 4);
  });

  test('have no characters that end a value', () => {
    const folder = createFolder({ 'a,b:c%.dockerfile': 'FROM $A\nWORKDIR a%0Ab\n' });
    const { stdout } = run(['check', ...only, '--format', 'github'], { cwd: folder });
    assert.match(stdout, /^::warning file=a%2Cb%3Ac%25\.dockerfile,line=2,.*"a%250Ab"/);
  });
});

describe('GitLab Code Quality', () => {
  test('is a list of issues with unique fingerprints', () => {
    const issues = JSON.parse(report('gitlab')) as {
      description: string;
      check_name: string;
      fingerprint: string;
      severity: string;
      location: { path: string; lines: { begin: number } };
    }[];
    assert.deepEqual(
      issues.map(({ check_name, severity, location }) => [
        check_name,
        severity,
        location.path,
        location.lines.begin,
      ]),
      [
        ['deprecated-maintainer', 'info', 'Dockerfile', 2],
        ['relative-workdir', 'minor', 'Dockerfile', 3],
        ['relative-workdir', 'minor', 'sub folder/Dockerfile', 3],
        ['unreadable-file', 'blocker', 'binary.dockerfile', 1],
      ],
    );
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
    for (const { description } of issues) assert.notEqual(description, '');
  });

  test('is an empty list when all is well', () => {
    assert.deepEqual(JSON.parse(report('gitlab', ['clean'])), []);
  });
});

/** Every element of a document as its name and attributes. */
function elementsOf(text: string): readonly (readonly [string, Record<string, string>])[] {
  const walk = (element: XmlElement): readonly (readonly [string, Record<string, string>])[] => [
    [element.name, { ...element.attributes }],
    ...element.children.flatMap((child) => (child instanceof XmlElement ? walk(child) : [])),
  ];
  const { root } = parseXml(text);
  assert.ok(root !== null);
  return walk(root);
}

describe('Checkstyle', () => {
  test('is XML with a file each, and an error for each finding', () => {
    const elements = elementsOf(report('checkstyle'));
    assert.deepEqual(elements[0], ['checkstyle', { version: '4.3' }]);
    assert.deepEqual(
      elements
        .slice(1)
        .map(([name, { name: file, line, severity, source }]) =>
          name === 'file' ? file : [line, severity, source],
        ),
      [
        'Dockerfile',
        ['2', 'info', 'ironhull.deprecated-maintainer'],
        ['3', 'warning', 'ironhull.relative-workdir'],
        'sub folder/Dockerfile',
        ['3', 'warning', 'ironhull.relative-workdir'],
        'clean/Dockerfile',
        'binary.dockerfile',
        ['1', 'error', 'ironhull.unreadable-file'],
      ],
    );
    const [, odd] = elements.find(([, { line, column }]) => line === '3' && column === '9') ?? [];
    assert.ok(odd?.['message']?.includes('"app"'));
    assert.ok(report('checkstyle').includes('a\ufffd\u{1f433}'));
  });
});

describe('JUnit', () => {
  test('has a suite for each file with its failures, errors and passed tests', () => {
    const elements = elementsOf(report('junit'));
    assert.deepEqual(elements[0], [
      'testsuites',
      { name: 'ironhull', tests: '5', failures: '3', errors: '1' },
    ]);
    const suites = elements.filter(([name]) => name === 'testsuite').map(([, values]) => values);
    assert.deepEqual(suites, [
      { name: 'Dockerfile', tests: '2', failures: '2', errors: '0' },
      { name: 'sub folder/Dockerfile', tests: '1', failures: '1', errors: '0' },
      { name: 'clean/Dockerfile', tests: '1', failures: '0', errors: '0' },
      { name: 'binary.dockerfile', tests: '1', failures: '0', errors: '1' },
    ]);
    const count = (wanted: string): number => elements.filter(([name]) => name === wanted).length;
    assert.deepEqual([count('testcase'), count('failure'), count('error')], [5, 3, 1]);
  });
});
