import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

const page = readFileSync('docs/peers.md', 'utf8');
const reasons = JSON.parse(readFileSync('docs/compare/generated.json', 'utf8')) as Readonly<
  Record<string, string>
>;

/** Checks that take another side than we do, or err; what docs/compare/generated.json says about them was read by a person. */
const contradicted: ReadonlySet<string> = new Set([
  'checkov/CKV_DOCKER_2',
  'checkov/CKV_DOCKER_7',
  'hadolint/DL3007',
  'hadolint/DL3008',
  'hadolint/DL3018',
  'tally/labels/no-buildx-git-overlap',
  'tally/max-lines',
  'tally/no-unreachable-stages',
  'tally/ruby/state-paths-not-writable-as-non-root',
]);

/** Rows of the tables, headings and rules left out; a bar inside of code is escaped. */
const rows = page
  .split('\n')
  .filter((line) => /^\| (?!---|Tool|Id)/.test(line))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const tools = rows.filter((cells) => cells.length === 7);
const findings = rows.filter((cells) => cells.length === 5);

describe('docs/peers.md', () => {
  test('has a row for each tool and nothing else', () => {
    assert.deepEqual(
      tools.map(([name]) => name),
      ['tally', 'hadolint', 'BuildKit', 'Checkov'],
    );
    assert.equal(tools.length + findings.length, rows.length);
    for (const [name = ''] of tools) assert.match(page, new RegExp(`^## ${name}$`, 'm'));
  });

  test('no cell is empty', () => {
    assert.deepEqual(
      rows.filter((cells) => cells.includes('')),
      [],
    );
  });

  test('tells when and on how many Dockerfiles', () => {
    assert.match(page, /^Run on \d{4}-\d\d-\d\d\.$/m);
    const counts = new Set(tools.map(([, , files]) => files));
    assert.equal(counts.size, 1);
    assert.ok(Number([...counts][0]) >= 100);
  });

  test('only checks that we contradict are left as errors or warnings', () => {
    const grave = findings.filter(([, severity]) => severity !== 'info' && severity !== 'style');
    assert.deepEqual(
      grave.map(([id = '']) => id).filter((id) => !contradicted.has(id)),
      [],
    );
  });

  for (const [id = '', , count, , reason = ''] of findings) {
    test(`${id} stays for a reason`, () => {
      assert.match(id, /^[a-z]+\/[\w-]+(\/[\w-]+)?$/);
      assert.ok(Number(count) > 0);
      assert.equal(reason, reasons[id]);
      assert.match(reason, /^[A-Z`].*\.$/);
    });
  }

  test('each reason is needed', () => {
    const left = new Set(findings.map(([id]) => id));
    assert.deepEqual(
      Object.keys(reasons).filter((id) => !left.has(id)),
      [],
    );
  });
});
