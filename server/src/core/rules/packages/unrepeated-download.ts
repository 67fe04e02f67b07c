import { curlCallsOf } from '../../model/curl-calls';
import { insertCurlWords } from '../../rewrite/insert-curl-option';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'unrepeated-download',
  code: 'IH580',
  category: 'packages',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A download of the build is given up at the first failure of the network.',
  why: 'Nobody sits beside a build to start it again. With `--retry 3` curl waits and asks again after a timeout and after the answers 408, 429, 500, 502, 503 and 504; wget does so by itself. The rule is off unless it is asked for: many builds are repeated as a whole by the system that runs them, and most networks do not need it. Nothing is said about calls in a loop, which may be such a repetition.',
  fixNotes:
    'The fix adds `--retry 3` to the call, never a setting for the whole image. It is refused where curl writes into a pipe or behind `>`: what was written before the failure stays there, so that the second try would follow the first one. Name a file with `-o` instead.',
  equivalents: {},
  messages: { found: 'Without "--retry" curl gives up at the first failure of the network.' },
  examples: [
    {
      bad: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl -fsSL -o /usr/local/bin/tool https://example.com/tool
        #   ^^^^ unrepeated-download
      `,
      good: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl --retry 3 -fsSL -o /usr/local/bin/tool https://example.com/tool
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const { download, output } of curlCallsOf(model, stage)) {
        const { command, options } = download;
        const [program] = command.words;
        const isRepeated =
          command.shell.nesting.includes('loop') ||
          options.some(({ name }) => name.startsWith('--retry'));
        const edit = insertCurlWords(model, download, ['--retry', '3']);
        if (program === undefined || edit === undefined || isRepeated) continue;
        yield {
          message: 'found',
          span: program.span,
          ...(output.kind === 'file'
            ? {
                fixes: [
                  {
                    title: 'Try again up to three times',
                    applicability: 'unsafe',
                    phase: 'word',
                    edits: [edit],
                  },
                ],
              }
            : { refusal: 'What curl has written before a failure stays in the pipe or file.' }),
        };
      }
    }
  },
});
