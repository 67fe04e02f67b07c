import { findMalformedLines, type MalformedLine } from '../../model/digest-lines';
import type { DockerfileModel } from '../../model/model';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'malformed-digest-line',
  code: 'IH166',
  category: 'base-image',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A line with a digest has one blank where BusyBox wants two.',
  why: 'In a line of digests two characters stand between digest and name: two blanks, or a blank and an asterisk. GNU takes one blank as well; `sha256sum` of BusyBox, which Alpine has, does not, and says that the digest of a good file differs. `echo` without quotes makes one blank of two. Put the line in quotes, with two blanks.',
  equivalents: {},
  messages: {
    found: 'The check fails here: BusyBox wants two blanks between the digest and the name.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        ARG TOOL_SHA256=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        RUN wget -q -O /tmp/tool https://example.com/tool-1.2.3 \
            && echo "\${TOOL_SHA256} /tmp/tool" | sha256sum -c -
        #           ^^^^^^^^^^^^^^^^^^^^^^^^^^ malformed-digest-line
      `,
      good: dockerfile`
        FROM alpine:3.23
        ARG TOOL_SHA256=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        RUN wget -q -O /tmp/tool https://example.com/tool-1.2.3 \
            && echo "\${TOOL_SHA256}  /tmp/tool" | sha256sum -c -
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const line of findMalformedLines(model, stage)) yield toReport(model, line);
    }
  },
});

function toReport(model: DockerfileModel, { words, text, span }: MalformedLine): Report<'found'> {
  const report: Report<'found'> = { message: 'found', span: words[0]?.span ?? span };
  const written = model.text.slice(span.start, span.end);
  if (/[\r\n\\]/.test(written)) {
    return { ...report, refusal: 'The words of the line stand on several lines.' };
  }
  const isQuoted = words.length === 1;
  if (!isQuoted && /["']/.test(written)) {
    return { ...report, refusal: 'The words of the line have quotes of their own.' };
  }
  const fixed = isQuoted ? written.replace(' ', '  ') : `"${text.replace(' ', '  ')}"`;
  return {
    ...report,
    fixes: [
      {
        title: 'Write two blanks',
        applicability: 'safe',
        phase: 'word',
        edits: [{ span, text: fixed }],
      },
    ],
  };
}
