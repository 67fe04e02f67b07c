import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onlyRules } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { rules } from '../../server/src/core/rules/index';
import { applyEdits } from '../../server/src/core/text/edit';
import { exampleDay } from '../harness/invariants';

interface HoleCase {
  readonly title: string;
  readonly rule: string;
  readonly before: string;
  /** The text with the hole, or why there is no fix. */
  readonly expected: string;
}

const hole = 'put-the-sha256-of-the-file-here';

const cases: readonly HoleCase[] = [
  {
    title: 'a download in a chain over lines',
    rule: 'unchecked-download',
    before:
      'FROM alpine:3.23\nWORKDIR /src\nRUN wget -q https://example.com/a.tar.gz \\\n    && tar -xzf a.tar.gz\n',
    expected: `FROM alpine:3.23\nWORKDIR /src\nRUN wget -q https://example.com/a.tar.gz \\\n    && echo "${hole}  /src/a.tar.gz" | sha256sum -c - \\\n    && tar -xzf a.tar.gz\n`,
  },
  {
    title: 'a download alone on its line',
    rule: 'unchecked-download',
    before: 'FROM alpine:3.23\nRUN curl -fsSL -o /usr/local/bin/x https://example.com/x\n',
    expected: `FROM alpine:3.23\nRUN curl -fsSL -o /usr/local/bin/x https://example.com/x && echo "${hole}  /usr/local/bin/x" | sha256sum -c -\n`,
  },
  {
    title: 'statements with set -e: behind && a failure of the download would be lost',
    rule: 'unchecked-download',
    before:
      'FROM alpine:3.23\nRUN set -eux; \\\n    cd /tmp && curl -fsSLO https://example.com/a.zip; \\\n    unzip a.zip\n',
    expected: `FROM alpine:3.23\nRUN set -eux; \\\n    cd /tmp && curl -fsSLO https://example.com/a.zip; \\\n    echo "${hole}  /tmp/a.zip" | sha256sum -c -; \\\n    unzip a.zip\n`,
  },
  {
    title: 'statements on one line with set -e',
    rule: 'unchecked-download',
    before:
      'FROM alpine:3.23\nWORKDIR /t\nRUN set -e; wget https://example.com/a.zip; unzip a.zip\n',
    expected: `FROM alpine:3.23\nWORKDIR /t\nRUN set -e; wget https://example.com/a.zip; echo "${hole}  /t/a.zip" | sha256sum -c -; unzip a.zip\n`,
  },
  {
    title: 'statements that go on after a failure',
    rule: 'unchecked-download',
    before: 'FROM alpine:3.23\nWORKDIR /t\nRUN wget https://example.com/a.zip; unzip a.zip\n',
    expected: 'The step goes on after a command that failed.',
  },
  {
    title: 'a chain with an alternative',
    rule: 'unchecked-download',
    before: 'FROM alpine:3.23\nWORKDIR /t\nRUN wget https://example.com/a.zip || true\n',
    expected: 'The step goes on after a command that failed.',
  },
  {
    title: 'a heredoc',
    rule: 'unchecked-download',
    before:
      'FROM alpine:3.23\nWORKDIR /t\nRUN <<EOF\nset -e\nwget https://example.com/a.zip && unzip a.zip\nEOF\n',
    expected: `FROM alpine:3.23\nWORKDIR /t\nRUN <<EOF\nset -e\nwget https://example.com/a.zip && echo "${hole}  /t/a.zip" | sha256sum -c - && unzip a.zip\nEOF\n`,
  },
  {
    title: 'a pipe',
    rule: 'unchecked-download',
    before: 'FROM alpine:3.23\nRUN curl -fsSL https://example.com/a.tgz | tar -xz\n',
    expected: 'What comes is used at once: write it to a file first.',
  },
  {
    title: 'a name that is not known',
    rule: 'unchecked-download',
    before: 'FROM alpine:3.23\nARG V\nRUN curl -fsSLO https://example.com/$V.tgz\n',
    expected: 'Which file the download writes is not known.',
  },
  {
    title: 'several files',
    rule: 'unchecked-download',
    before: 'FROM alpine:3.23\nRUN wget https://example.com/a.tgz https://example.com/b.tgz\n',
    expected: 'The command downloads several files.',
  },
  {
    title: 'ADD',
    rule: 'remote-add',
    before: 'FROM alpine:3.23\nADD https://example.com/a.tgz /opt/\n',
    expected: `FROM alpine:3.23\nADD --checksum=sha256:${hole} https://example.com/a.tgz /opt/\n`,
  },
  {
    title: 'ADD with several sources',
    rule: 'remote-add',
    before: 'FROM alpine:3.23\nADD a https://example.com/a.tgz /opt/\n',
    expected: 'An ADD with several sources takes no digest: write one for each.',
  },
  {
    title: 'ADD in an old version of the syntax',
    rule: 'remote-add',
    before:
      '# syntax=docker/dockerfile:1.4\nFROM alpine:3.23\nADD https://example.com/a.tgz /opt/\n',
    expected: 'The version of the Dockerfile syntax has no --checksum: it needs 1.6.',
  },
  {
    title: 'a script that curl pipes',
    rule: 'piped-remote-script',
    before: 'FROM alpine:3.23\nRUN curl -fsSL https://example.com/i.sh | sh -s -- --yes\n',
    expected: `FROM alpine:3.23\nRUN curl -fsSL https://example.com/i.sh -o /tmp/remote-script && echo "${hole}  /tmp/remote-script" | sha256sum -c - && sh /tmp/remote-script --yes && rm /tmp/remote-script\n`,
  },
  {
    title: 'a script that wget pipes, with the option in one word',
    rule: 'piped-remote-script',
    before: 'FROM alpine:3.23\nRUN wget -qO- https://example.com/i.sh | sh\n',
    expected: `FROM alpine:3.23\nRUN wget -qO /tmp/remote-script https://example.com/i.sh && echo "${hole}  /tmp/remote-script" | sha256sum -c - && sh /tmp/remote-script && rm /tmp/remote-script\n`,
  },
  {
    title: 'a script that wget pipes, with the option in two words',
    rule: 'piped-remote-script',
    before: 'FROM alpine:3.23\nRUN wget -q -O - https://example.com/i.sh | sh\n',
    expected: `FROM alpine:3.23\nRUN wget -q -O /tmp/remote-script https://example.com/i.sh && echo "${hole}  /tmp/remote-script" | sha256sum -c - && sh /tmp/remote-script && rm /tmp/remote-script\n`,
  },
];

describe('fixes that leave a hole for a digest', () => {
  for (const { title, rule, before, expected } of cases) {
    test(`${rule}: ${title}`, () => {
      const active = onlyRules(rules.filter(({ id }) => id === rule));
      const findingsOf = (text: string) =>
        lint(new DockerfileModel(text), active, exampleDay).findings;
      const [finding] = findingsOf(before);
      const fix = finding?.fixes[0];
      if (fix === undefined) {
        assert.equal(finding?.refusal, expected);
        return;
      }
      assert.equal(fix.applicability, 'placeholder');
      const after = applyEdits(before, fix.edits);
      assert.equal(after, expected);
      assert.deepEqual(findingsOf(after), []);
    });
  }
});
