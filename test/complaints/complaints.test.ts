import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { checkComplaint } from '../harness/complaint-check';
import {
  countComplaints,
  findMissingTests,
  readComplaints,
  type ComplaintPage,
} from '../harness/complaints';

const folder = path.join(process.cwd(), 'test/complaints');
const readme = path.join(folder, 'README.md');
const table = /^\| File \|[^]*?\n(?!\|)/m;

/** A page that is not in form has no cases, and fails a test of its own. */
function readPage(name: string): ComplaintPage & { readonly name: string } {
  try {
    return { name, ...readComplaints(readFileSync(path.join(folder, name), 'utf8')) };
  } catch (error) {
    test(`${name} is in form`, () => {
      throw error;
    });
    return { name, complaints: [], unwritten: [] };
  }
}

const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .sort()
  .map(readPage);

for (const { name, complaints, unwritten } of pages) {
  describe(name, () => {
    for (const complaint of complaints) {
      test(`${complaint.threads.join(', ')}: ${complaint.title}`, () => {
        checkComplaint(complaint);
      });
    }
    test('tests that are named exist', () => {
      assert.deepEqual(unwritten.flatMap(findMissingTests), []);
    });
  });
}

test('the README counts them', () => {
  const text = readFileSync(readme, 'utf8');
  const expected = countComplaints(pages);
  if (process.env['UPDATE_SNAPSHOTS'] === '1') {
    writeFileSync(
      readme,
      text.replace(table, () => expected),
    );
    return;
  }
  assert.equal(table.exec(text)?.[0], expected);
});

const sound = `# Page

## A title

Threads: hl#1

A sentence.

Silent: untagged-base-image

\`\`\`dockerfile
FROM debian:13-slim
\`\`\`

\`\`\`dockerfile control
FROM debian
#    ^^^^^^ untagged-base-image
\`\`\`
`;

/** Changes of the page above, and what must be said of it then. */
const broken: readonly {
  readonly name: string;
  readonly change: (page: string) => string;
  readonly problem: RegExp;
}[] = [
  {
    name: 'names no thread',
    change: (page) => page.replace('hl#1', '?'),
    problem: /no thread: "\?"/,
  },
  {
    name: 'tells nothing',
    change: (page) => page.replace('A sentence.', ''),
    problem: /what was wrong is not told/,
  },
  {
    name: 'has no verdict',
    change: (page) => page.replace('Silent', 'Quiet'),
    problem: /one verdict is needed/,
  },
  {
    name: 'has two verdicts',
    change: (page) => page.replace('Silent', 'Fires: a\nSilent'),
    problem: /one verdict is needed/,
  },
  {
    name: 'has no Dockerfile',
    change: (page) => page.replace('```dockerfile\n', '```dockerfile fixed\n'),
    problem: /the dockerfile block is missing/,
  },
  {
    name: 'has a block of no known kind',
    change: (page) => page.replace('```dockerfile control', '```text'),
    problem: /of no known kind/,
  },
  {
    name: 'has no control',
    change: (page) => page.replace(/```dockerfile control[^]*?```/, ''),
    problem: /has controls/,
  },
  {
    name: 'is mended and has no text after',
    change: (page) => page.replace('Silent', 'Fixed'),
    problem: /verdict about an edit/,
  },
  {
    name: 'stands there twice',
    change: (page) => page + page.slice(page.indexOf('## ')),
    problem: /Two cases are named "A title"/,
  },
  {
    name: 'names an unknown rule',
    change: (page) => page.replace('Silent: untagged-base-image', 'Silent: untaged'),
    problem: /"untaged" is neither a rule nor a check/,
  },
  {
    name: 'names a check that no rule makes',
    change: (page) => page.replace('Silent: untagged-base-image', 'Silent: DL9999'),
    problem: /no rule makes the check "DL9999"/,
  },
  {
    name: 'is not silent',
    change: (page) => page.replace('debian:13-slim', 'debian'),
    problem: /it is silent/,
  },
  {
    name: 'has carets and should be silent',
    change: (page) => page.replace('13-slim', '13-slim\n#    ^^^^^^ latest-tag'),
    problem: /has no carets/,
  },
  {
    name: 'names a check that its control does not make',
    change: (page) => page.replace('image\n', 'image, latest-tag\n'),
    problem: /every check that is named can speak/,
  },
  {
    name: 'has a control that is silent',
    change: (page) => page.replace('FROM debian\n', 'FROM debian:13\n'),
    problem: /it finds what has carets/,
  },
  {
    name: 'has carets of an unknown rule',
    change: (page) => page.replace('^ untagged-base-image', '^ untagged'),
    problem: /there is no rule "untagged"/,
  },
  {
    name: 'is a thread without a reason',
    change: (page) => `${page}\n## Not a Dockerfile\n\n- hl#2\n`,
    problem: /is not "- thread, thread: reason."/,
  },
];

describe('a page is refused', () => {
  const check = (page: string): void => {
    for (const complaint of readComplaints(page).complaints) checkComplaint(complaint);
  };
  test('only for a reason', () => {
    check(sound);
  });
  for (const { name, change, problem } of broken) {
    test(`when a case ${name}`, () => {
      const page = change(sound);
      assert.notEqual(page, sound);
      assert.throws(() => {
        check(page);
      }, problem);
    });
  }
  test('when it names a test that is not there', () => {
    const reason = 'as in `test/core/none.test.ts` and `test/complaints/README.md` "Nowhere".';
    assert.equal(findMissingTests({ threads: [], reason }).length, 2);
  });
});
