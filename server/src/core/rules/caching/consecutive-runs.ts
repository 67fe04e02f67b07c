import { joinRuns } from '../../rewrite/join-runs';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'consecutive-runs',
  code: 'IH410',
  category: 'caching',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'always',
  summary: 'Two RUNs follow each other and could be one layer.',
  why: 'Each RUN makes a layer. One layer in place of two only helps where the second deletes what the first made; otherwise the image is as large as before, and a changed command repeats everything that was joined with it. Many keep such steps apart on purpose, for the cache and for clear errors, so this check is off unless it is asked for, or for who comes from a tool that has it. Only RUNs of one command each, in the shipped stage, that can be joined as they are get reported: the same flags, nothing that changes the shell for the second. A RUN of several commands was joined as far as its author wants it.',
  fixNotes:
    'The fix writes both as one `&&` chain; comments between them are kept. The commands and their order stay the same, but a change of one repeats both.',
  equivalents: {
    hadolint: 'DL3059',
    kics: '0008c003-79aa-42d8-95b8-1c2fe37dbfe6',
    sonar: 'S7031',
  },
  messages: { consecutive: 'This RUN could be one layer with the RUN above it.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN groupadd --gid 10001 app
        RUN useradd --uid 10001 --gid app app
        ^^^ consecutive-runs
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app app
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const [index, second] of stage.instructions.entries()) {
        const first = stage.instructions[index - 1];
        if (first?.keyword !== 'RUN' || second.keyword !== 'RUN') continue;
        if (![first, second].every((run) => model.executionOf(run).commands.length === 1)) continue;
        const joined = joinRuns(model, [first, second]);
        if (joined.kind === 'refused') continue;
        yield {
          message: 'consecutive',
          span: second.keywordSpan,
          related: [{ span: first.keywordSpan, message: 'The RUN above.' }],
          fixes: [
            {
              title: 'Join with the RUN above',
              applicability: 'unsafe',
              phase: 'structure',
              edits: joined.edits,
            },
          ],
        };
      }
    }
  },
});
