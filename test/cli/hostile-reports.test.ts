import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml';
import { Ajv } from 'ajv';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFolder, run } from '../harness/cli';
import { compileSchema, findViolations, readSchema } from '../harness/json-schema';

/** Names of files that end values, commands, elements or lines elsewhere. */
const names = [
  'a b.dockerfile',
  `"quoted" 'twice'.dockerfile`,
  '100%25%0A.dockerfile',
  'line\nbreak\r.dockerfile',
  '::error file=x::y.dockerfile',
  'a,b=c;d.dockerfile',
  'x]]><evil a="1">&amp;.dockerfile',
  'ünïcode \u{1f433} \u65e5\u672c.dockerfile',
  'bell\x07\x1b[31m\x7f.dockerfile',
  'right\u202eleft\u2028.dockerfile',
  '{0} [a](b) #?.dockerfile',
  'sub folder/-dash.dockerfile',
];

/** Ends up in the message of a finding, as it is. */
const word = `a]]>&<b>%0A::error::c{0}[d](e)\x07\x1b\u{1f433}`;

const broken = 'binary "%\n::.dockerfile';

const cwd = createFolder({
  ...Object.fromEntries(names.map((name) => [name, `FROM scratch\nWORKDIR ${word}\n`])),
  [broken]: 'FROM a\0b\n',
  '.ironhull.json': '{ "rules": { "]]>\\"%0A\\n::<&\\u0007": "off" } }',
});

interface Finding {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

function report(format: string): string {
  const { code, stdout, stderr } = run(
    ['check', '--only', 'relative-workdir', '--format', format, '.', broken],
    { cwd },
  );
  assert.equal(code, 2);
  assert.doesNotMatch(stderr, /defect/);
  return stdout;
}

// The shape is that of the schema, which the first test holds it to.
const truth = (
  JSON.parse(report('json')) as {
    files: { path: string; error?: string; findings: { rule: string; message: string }[] }[];
  }
).files.flatMap(({ path, error, findings }): readonly Finding[] =>
  error === undefined
    ? findings.map(({ rule, message }) => ({ path, rule, message }))
    : [{ path, rule: 'unreadable-file', message: error }],
);

/** What XML cannot hold is replaced there. */
const forXml = (text: string): string =>
  text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, '\ufffd');

describe('hostile names and messages', () => {
  test('JSON holds its schema, and has them as they are', () => {
    const violations = findViolations(
      compileSchema(readSchema('schemas/report.schema.json')),
      JSON.parse(report('json')),
    );
    assert.deepEqual(violations, []);
    assert.deepEqual(
      truth.map(({ path }) => path).sort(),
      [...names, broken, '.ironhull.json'].sort(),
    );
    const found = truth.filter(({ rule }) => rule === 'relative-workdir');
    assert.equal(found.length, names.length);
    for (const { message } of found) assert.ok(message.includes(word), message);
    const [mistake] = truth.filter(({ rule }) => rule === 'configuration');
    assert.ok(mistake?.message.includes(']]>"%0A\n::<&\x07'), mistake?.message);
  });

  test('SARIF holds the official schema, and its URIs lead to the files', () => {
    // Of draft 4; for what it uses, draft 7 says the same but for the name of its id.
    const {
      $schema: _,
      id: _id,
      ...schema
    } = readSchema('test/cli/schemas/sarif/sarif-schema-2.1.0.json');
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const log: unknown = JSON.parse(report('sarif'));
    assert.deepEqual(findViolations(validate, log), []);
    const [{ results, invocations, tool }] = (
      log as {
        runs: [
          {
            tool: { driver: { rules: { id: string; helpUri: string }[] } };
            results: {
              ruleId: string;
              ruleIndex: number;
              level: string;
              message: { text: string };
              locations: [{ physicalLocation: { artifactLocation: { uri: string } } }];
            }[];
            invocations: [{ executionSuccessful: boolean; toolExecutionNotifications: object[] }];
          },
        ];
      }
    ).runs;
    assert.deepEqual(
      results.map(({ ruleId, message, locations: [{ physicalLocation }] }) => {
        const { uri } = physicalLocation.artifactLocation;
        assert.match(uri, /^[\w.~!*'()%/-]+$/);
        return { path: decodeURIComponent(uri), rule: ruleId, message: message.text };
      }),
      truth.filter(({ rule }) => rule !== 'unreadable-file'),
    );
    for (const { ruleId, ruleIndex } of results)
      assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
    const page = tool.driver.rules.find(({ id }) => id === 'configuration')?.helpUri;
    assert.match(page ?? '', /\/docs\/configuration\.md$/);
    assert.equal(results.find(({ ruleId }) => ruleId === 'configuration')?.level, 'error');
    assert.equal(invocations[0].executionSuccessful, false);
    assert.equal(invocations[0].toolExecutionNotifications.length, 1);
  });

  test('GitHub gets one command a finding, which gives back what went in', () => {
    const output = report('github');
    assert.ok(output.endsWith('\n'));
    const lines = output.slice(0, -1).split('\n');
    const unescapeData = (text: string): string =>
      text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
    const unescapeProperty = (text: string): string =>
      unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
    const found = lines.map((line): Finding => {
      const [, properties = '', data = ''] =
        /^::(?:error|warning|notice) ([^\r]*?)::([^\r]*)$/.exec(line) ?? [];
      const values = new Map(
        properties.split(',').map((each): [string, string] => {
          const at = each.indexOf('=');
          return [each.slice(0, at), unescapeProperty(each.slice(at + 1))];
        }),
      );
      for (const key of values.keys())
        assert.match(key, /^(?:file|line|endLine|col|endColumn|title)$/, line);
      return {
        path: values.get('file') ?? '',
        rule: values.get('title') ?? 'unreadable-file',
        message: unescapeData(data),
      };
    });
    assert.deepEqual(found, truth);
  });

  test('GitLab gets a list of issues with all that it asks for', () => {
    const issues: unknown = JSON.parse(report('gitlab'));
    const validate = compileSchema({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'array',
      items: {
        type: 'object',
        required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
        additionalProperties: false,
        properties: {
          description: { type: 'string', minLength: 1 },
          check_name: { type: 'string', pattern: '^[a-z-]+$' },
          fingerprint: { type: 'string', minLength: 1 },
          severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
          location: {
            type: 'object',
            required: ['path', 'lines'],
            additionalProperties: false,
            properties: {
              path: { type: 'string', pattern: '^(?!\\./|/)' },
              lines: {
                type: 'object',
                required: ['begin'],
                additionalProperties: false,
                properties: {
                  begin: { type: 'integer', minimum: 1 },
                  end: { type: 'integer', minimum: 1 },
                },
              },
            },
          },
        },
      },
    });
    assert.deepEqual(findViolations(validate, issues), []);
    // The schema has vouched for the shape.
    const list = issues as {
      description: string;
      check_name: string;
      fingerprint: string;
      location: { path: string };
    }[];
    assert.deepEqual(
      list.map(({ description, check_name: rule, location: { path } }) => ({
        path,
        rule,
        message: description,
      })),
      truth,
    );
    assert.equal(new Set(list.map(({ fingerprint }) => fingerprint)).size, list.length);
  });

  /** Elements with their attributes and children; anything but white space between elements is a fault. */
  interface Element {
    readonly name: string;
    readonly values: Readonly<Record<string, string>>;
    readonly children: readonly Element[];
    readonly text: string;
  }
  const toElement = ({ name, attributes, children }: XmlElement): Element => ({
    name,
    values: { ...attributes },
    children: children.flatMap((child) => (child instanceof XmlElement ? toElement(child) : [])),
    text: children.map((child) => (child instanceof XmlText ? child.text : '')).join(''),
  });
  const readXml = (text: string): Element => {
    assert.ok(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n'));
    const { root } = parseXml(text);
    assert.ok(root !== null);
    return toElement(root);
  };
  const hasOnly = (element: Element, name: string, keys: readonly string[]): void => {
    assert.equal(element.name, name);
    assert.deepEqual(Object.keys(element.values).sort(), [...keys].sort());
  };

  test('Checkstyle is XML of its format', () => {
    const root = readXml(report('checkstyle'));
    hasOnly(root, 'checkstyle', ['version']);
    const found = root.children.flatMap((file) => {
      hasOnly(file, 'file', ['name']);
      assert.equal(file.text.trim(), '');
      return file.children.map((error): Finding => {
        const { line, column, severity, message = '', source = '' } = error.values;
        const keys = ['line', 'severity', 'message', 'source'];
        hasOnly(error, 'error', column === undefined ? keys : [...keys, 'column']);
        assert.match(`${line ?? ''} ${column ?? '1'}`, /^[1-9]\d* [1-9]\d*$/);
        assert.match(severity ?? '', /^(?:error|warning|info|ignore)$/);
        assert.match(source, /^ironhull\./);
        return { path: file.values['name'] ?? '', rule: source.slice(9), message };
      });
    });
    assert.deepEqual(
      found,
      truth.map(({ path, rule, message }) => ({
        path: forXml(path),
        rule,
        message: forXml(message),
      })),
    );
  });

  test('JUnit is XML of its format, with right sums', () => {
    const root = readXml(report('junit'));
    const counts = ['tests', 'failures', 'errors'];
    hasOnly(root, 'testsuites', ['name', ...counts]);
    const count = (element: Element, key: string): number => Number(element.values[key]);
    const found = root.children.flatMap((suite) => {
      hasOnly(suite, 'testsuite', ['name', ...counts]);
      assert.equal(count(suite, 'tests'), suite.children.length);
      const outcomes = suite.children.flatMap(({ children }) => children);
      const ofKind = (kind: string): number => outcomes.filter(({ name }) => name === kind).length;
      assert.equal(count(suite, 'failures'), ofKind('failure'));
      assert.equal(count(suite, 'errors'), ofKind('error'));
      return suite.children.flatMap((testcase) => {
        hasOnly(testcase, 'testcase', ['classname', 'name']);
        assert.ok(testcase.children.length <= 1);
        return testcase.children.map((outcome): Finding => {
          const { message = '' } = outcome.values;
          if (outcome.name === 'error') hasOnly(outcome, 'error', ['message']);
          else hasOnly(outcome, 'failure', ['message', 'type']);
          const rule = (testcase.values['name'] ?? '').split(' ')[0] ?? '';
          return {
            path: suite.values['name'] ?? '',
            rule: rule === 'read' ? 'unreadable-file' : rule,
            message,
          };
        });
      });
    });
    for (const key of counts) {
      const sum = root.children.reduce((total, suite) => total + count(suite, key), 0);
      assert.equal(count(root, key), sum);
    }
    assert.deepEqual(
      found,
      truth.map(({ path, rule, message }) => ({
        path: forXml(path),
        rule,
        message: forXml(message),
      })),
    );
    assert.equal(new Set(root.children.map(({ values }) => values['name'])).size, names.length + 2);
  });

  test('the text moves no cursor and keeps a finding in its lines', () => {
    const { stdout, stderr } = run(
      ['check', '--only', 'relative-workdir', '--quiet', '.', broken],
      {
        cwd,
      },
    );
    assert.doesNotMatch(stdout, /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]/);
    assert.equal(stdout.trimEnd().split('\n').length, names.length);
    for (const line of stdout.trimEnd().split('\n'))
      assert.match(line, /\.dockerfile:2:9 \w+ relative-workdir /);
    assert.doesNotMatch(stderr, /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]/);
    assert.equal(stderr.match(/^error: /gm)?.length, 2);
  });
});
