import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { rules } from '../../server/src/core/rules/index';
import { checkMarks, findingsIn } from '../harness/complaint-check';

const folder = path.join(process.cwd(), 'test/problems');
const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
const dockerfile = /^```dockerfile\n([^]*?)^```$/gm;
const file = /^```file (\S+)\n([^]*?)^```$/gm;

for (const page of pages) {
  const [, ...sections] = readFileSync(path.join(folder, page), 'utf8')
    .replaceAll('\r\n', '\n')
    .split(/^## /m);
  describe(page, () => {
    for (const section of sections) {
      const title = section.slice(0, section.indexOf('\n'));
      const files: Readonly<Record<string, string>> = Object.fromEntries(
        [...section.matchAll(file)].map(([, name = '', text = '']): [string, string] => [
          name,
          text,
        ]),
      );
      const isKnown = Object.keys(files).length !== 0;
      const around = { files: isKnown ? files : undefined, settings: undefined };
      const sources = [...section.matchAll(dockerfile)].map(([, source = '']) => source);
      test(title, () => {
        assert.notEqual(sources.length, 0, 'there is a Dockerfile');
        for (const source of sources) checkMarks(source, (text) => findingsIn(text, around));
      });
    }
  });
}

test('every rule about hardening is a recommended one, or the documentation says why not', () => {
  const hardening = new Set(['base-image', 'privileges', 'secrets', 'runtime']);
  const leftOut = rules
    .filter(({ category, profile }) => hardening.has(category) && profile !== 'recommended')
    .map(({ id }) => id);
  const rows = readFileSync('docs/configuration.md', 'utf8').matchAll(
    /^\| \[([\w-]+)\]\(rules\/\1\.md\) \| [^|]+\. \|$/gm,
  );
  const explained = [...rows].flatMap(([, id]) => id ?? []);
  assert.deepEqual(explained.sort(), leftOut.sort());
});
