import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { describeModel } from '../../server/src/core/engine/describe-model';
import { DockerfileModel } from '../../server/src/core/model/model';
import { readPage } from '../harness/literate';

const folder = path.join(process.cwd(), 'test/core/model');
const update = process.env['UPDATE_SNAPSHOTS'] === '1';
const families = [
  'commands',
  'files',
  'mounts',
  'packages',
  'process',
  'shell',
  'stage-graph',
  'users',
  'variables',
];

/** The expected facts of each case; a line of them is part of what `describeModel` says. */
function readFacts(page: string): ReadonlyMap<string, string> {
  const text = readFileSync(page, 'utf8').replaceAll('\r\n', '\n');
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => [
      section.slice(0, section.indexOf('\n')).trim(),
      /^```facts\n([^]*?)^```$/m.exec(section)?.[1] ?? '',
    ]),
  );
}

/** With `UPDATE_SNAPSHOTS=1`: writes what the model says, for a person to read. */
function writeFacts(page: string, title: string, facts: string): void {
  const sections = readFileSync(page, 'utf8')
    .split(/^(?=## )/m)
    .map((section) => {
      if (!section.startsWith(`## ${title}\n`)) return section;
      const block = `\`\`\`facts\n${facts}\`\`\``;
      return section.replace(/^```facts\n[^]*?^```$/m, () => block);
    });
  writeFileSync(page, sections.join(''));
}

/** The lines that a family is about: `stage` lines, and those that its facts name. */
function pick(facts: string, names: readonly string[]): string {
  return facts
    .split('\n')
    .filter((line) => /^\S/.test(line) || names.some((name) => line.startsWith(`  ${name}`)))
    .map((line) => `${line}\n`)
    .join('');
}

/** What a page shows: the names of lines behind `Shows:` in its first paragraph. */
function readNames(page: string): readonly string[] {
  const names = /^Shows: (.*)\.$/m.exec(readFileSync(page, 'utf8'))?.[1];
  assert.ok(names !== undefined, `${page} says what it shows`);
  return names.split(', ');
}

for (const family of families) {
  const page = path.join(folder, `${family}.md`);
  describe(`facts about ${family}`, () => {
    const names = readNames(page);
    const expected = readFacts(page);
    for (const { title, source } of readPage(page)) {
      test(title, () => {
        const facts = pick(describeModel(new DockerfileModel(source)), names);
        if (update) writeFacts(page, title, facts);
        else assert.equal(facts, expected.get(title));
      });
    }
  });
}

test('every family has a page, and every page a family', () => {
  assert.deepEqual(
    readdirSync(folder).sort(),
    families.map((family) => `${family}.md`),
  );
});

test('a document without a stage says so', () => {
  assert.equal(describeModel(new DockerfileModel('ARG A=1\n')), 'no stages\n');
});
