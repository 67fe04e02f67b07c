import { findDisabledYjit } from '../../model/disabled-yjit';
import { markStarted } from '../../rewrite/edit-start-script';
import { setForProgram } from '../../rewrite/set-for-program';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'disabled-yjit',
  code: 'IH691',
  category: 'runtime',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A server runs on Ruby 3.3 or later without its compiler YJIT.',
  why: 'YJIT compiles a program of Ruby while it runs, which makes most servers faster and takes some memory; Rails turns it on since 7.2. Because the memory may count for more, the rule is off unless it is named. It speaks where `Gemfile.lock` has a server and no Rails of 7.2 or later, every source of the project is known, and neither these nor the Dockerfile speak of YJIT or RUBYOPT.',
  fixNotes:
    'ENV RUBY_YJIT_ENABLE=1 is put above the command that starts the program. Look at the memory of the container afterwards.',
  equivalents: {},
  messages: { disabled: 'The server {{server}} runs without YJIT, which this Ruby has.' },
  examples: [
    {
      files: {
        Gemfile: 'source "https://rubygems.org"\ngem "puma"',
        'Gemfile.lock': 'GEM\n  specs:\n    puma (7.1.0)\n',
        'config.ru': 'run App',
      },
      bad: dockerfile`
        FROM ruby:3.4-slim-trixie
        WORKDIR /app
        COPY . .
        RUN BUNDLE_FROZEN=true bundle install
        CMD ["bundle", "exec", "puma"]
        #     ^^^^^^ disabled-yjit
      `,
      good: dockerfile`
        FROM ruby:3.4-slim-trixie
        WORKDIR /app
        COPY . .
        RUN BUNDLE_FROZEN=true bundle install
        ENV RUBY_YJIT_ENABLE=1
        CMD ["bundle", "exec", "puma"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findDisabledYjit(model, target);
    if (target === undefined || found === undefined) return;
    const edit = setForProgram(model, target, found.started, 'RUBY_YJIT_ENABLE=1');
    yield {
      message: 'disabled',
      data: { server: found.server },
      span: markStarted(model, found.started),
      ...(edit === undefined
        ? { refusal: 'The command that starts the program stands in another stage.' }
        : {
            fixes: [
              {
                title: 'Turn YJIT on for the program',
                applicability: 'unsafe',
                phase: 'instruction',
                edits: [edit],
              },
            ],
          }),
    };
  },
});
