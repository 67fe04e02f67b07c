import { findUnusedJemalloc } from '../../model/unused-jemalloc';
import { setForProgram } from '../../rewrite/set-for-program';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'unused-jemalloc',
  code: 'IH690',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The allocator jemalloc is installed for Ruby, which does not load it.',
  why: 'A Ruby with many threads needs less memory with jemalloc than with the allocator of glibc. Its package alone changes nothing, as the Ruby of the official images is not linked to it: LD_PRELOAD loads it. Reported where the start of the container is known as a whole; a script without a suffix, as the `bin/docker-entrypoint` of Rails, is not read, and may set the variable. Where the platform sets it, silence the rule.',
  fixNotes:
    'ENV LD_PRELOAD is put above the command that starts the program. It names the library without a folder, so that the loader finds it on every processor. All programs of the container then load it.',
  equivalents: {},
  messages: { unused: 'Ruby does not use jemalloc: nothing says LD_PRELOAD.' },
  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.4-slim-trixie
        RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
        #                                                                ^^^^^^^^^^^^ unused-jemalloc
        WORKDIR /app
        COPY . .
        CMD ["bundle", "exec", "puma"]
      `,
      good: dockerfile`
        FROM ruby:3.4-slim-trixie
        RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
        WORKDIR /app
        COPY . .
        ENV LD_PRELOAD=libjemalloc.so.2
        CMD ["bundle", "exec", "puma"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findUnusedJemalloc(model, target);
    if (target === undefined || found === undefined) return;
    const edit = setForProgram(model, target, found.started, 'LD_PRELOAD=libjemalloc.so.2');
    yield {
      message: 'unused',
      span: found.word.span,
      ...(edit === undefined
        ? { refusal: 'The command that starts the program stands in another stage.' }
        : {
            fixes: [
              {
                title: 'Load jemalloc into the program',
                applicability: 'unsafe',
                phase: 'instruction',
                edits: [edit],
              },
            ],
          }),
    };
  },
});
