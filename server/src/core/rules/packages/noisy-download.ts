import { defineRule } from '../define-rule';
import { findNoisyDownloads } from '../../model/noisy-downloads';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'noisy-download',
  code: 'IH560',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: '`wget` fills the log of the build with its progress.',
  why: 'Without a terminal wget prints a line for every 50 kB. A large file makes thousands of lines, between which a real message is lost. `--progress=dot:giga` prints one for every 32 MB; `--no-verbose` prints only errors and what was saved.',
  equivalents: { hadolint: 'DL3047' },
  messages: { progress: 'This wget prints a line for every 50 kB that it loads.' },
  examples: [
    {
      bad: dockerfile`
        FROM buildpack-deps:trixie
        RUN wget https://example.com/data.tar.gz
        #   ^^^^ noisy-download
      `,
      good: dockerfile`
        FROM buildpack-deps:trixie
        RUN wget --progress=dot:giga https://example.com/data.tar.gz
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const execution of model.runsOf(stage)) {
        for (const command of findNoisyDownloads(model, stage, execution)) {
          const [program] = command.words;
          if (program === undefined) continue;
          const isWritten = execution.form !== 'exec';
          yield {
            message: 'progress',
            span: program.span,
            ...(isWritten
              ? {
                  fixes: [
                    {
                      title: 'Print less of the progress',
                      applicability: 'safe',
                      phase: 'word',
                      edits: [insertWordAfter(program, '--progress=dot:giga')],
                    },
                  ],
                }
              : { refusal: 'The option has to be an element of its own.' }),
          };
        }
      }
    }
  },
});
