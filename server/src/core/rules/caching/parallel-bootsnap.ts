import { findParallelBootsnap } from '../../model/parallel-bootsnap';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'parallel-bootsnap',
  code: 'IH471',
  category: 'caching',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Bootsnap starts processes of its own in a stage that is built for other processors.',
  why: 'A file that builds one stage on `$BUILDPLATFORM` is made for several platforms: its other stages run below an emulator wherever the platform is not that of the machine. There the processes that `bootsnap precompile` starts hang or crash, which the file that Rails writes works around with `-j 1`. Where nothing in the file speaks of other platforms nothing is reported.',
  equivalents: {},
  messages: { parallel: 'Below an emulator this may hang or crash: -j 1 keeps to one process.' },
  examples: [
    {
      bad: dockerfile`
        FROM --platform=$BUILDPLATFORM node:24-trixie-slim AS assets
        WORKDIR /app
        COPY . .
        RUN npm run build

        FROM ruby:3.4-slim-trixie
        WORKDIR /app
        COPY --from=assets /app .
        RUN bundle exec bootsnap precompile app/ lib/
        #                        ^^^^^^^^^^ parallel-bootsnap
      `,
      good: dockerfile`
        FROM --platform=$BUILDPLATFORM node:24-trixie-slim AS assets
        WORKDIR /app
        COPY . .
        RUN npm run build

        FROM ruby:3.4-slim-trixie
        WORKDIR /app
        COPY --from=assets /app .
        RUN bundle exec bootsnap precompile -j 1 app/ lib/
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const { verb, command } of findParallelBootsnap(model, stage)) {
        const { form } = model.executionOf(command.instruction);
        yield {
          message: 'parallel',
          span: verb.span,
          ...(form === 'exec'
            ? { refusal: 'The exec form has no place for it that is known.' }
            : {
                fixes: [
                  {
                    title: 'Add -j 1',
                    applicability: 'safe',
                    phase: 'word',
                    edits: [insertWordAfter(verb, '-j 1')],
                  },
                ],
              }),
        };
      }
    }
  },
});
