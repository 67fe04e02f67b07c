import { findShellOperator } from '../../model/misread-words';
import type { DockerfileModel } from '../../model/model';
import { deleteWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'shell-syntax-in-copy',
  code: 'IH741',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'No shell reads COPY, ADD and WORKDIR: operators of a shell are paths to them.',
  why: '`COPY file /app || true` copies the files `file`, `/app` and `||` to a folder `true`, and the build stops because they are not there. For a file that may be missing, use a pattern that matches one that is there as well: `COPY package.json .npmr[c] ./`.',
  fixNotes:
    'The fix deletes the operator and what stands behind it. A file that may be missing then must be there.',
  equivalents: {},
  messages: { shell: '{{keyword}} takes "{{operator}}" for a path: no shell reads this.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY settings.json /etc/app/ || true
        #                            ^^ shell-syntax-in-copy
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY settings.json /etc/app/
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.stages.flatMap((stage) => stage.instructions)) {
      const operator = findShellOperator(instruction);
      if (operator === undefined) continue;
      const rest = { start: operator.span.start, end: instruction.argumentSpan.end };
      yield {
        message: 'shell',
        data: { keyword: instruction.keyword, operator: operator.text },
        span: operator.span,
        ...(isHarmless(model, rest)
          ? {
              fixes: [
                {
                  title: 'Delete what is meant for a shell',
                  applicability: 'unsafe',
                  phase: 'instruction',
                  edits: [deleteWord(model.text, { span: rest })],
                },
              ],
            }
          : { refusal: 'What stands behind it may have to be done elsewhere.' }),
      };
    }
  },
});

/** `|| true` and `2>/dev/null` do nothing but look away. */
function isHarmless(
  model: DockerfileModel,
  { start, end }: { start: number; end: number },
): boolean {
  return /^(?:\s*(?:\|\|\s*(?:true|:|exit 0)|[12&]?>>?\s*(?:&[12]|\/dev\/null)))+$/.test(
    model.text.slice(start, end),
  );
}
