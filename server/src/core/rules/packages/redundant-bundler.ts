import type { DockerfileModel } from '../../model/model';
import { findRedundantBundlers, type RedundantBundler } from '../../model/redundant-bundler';
import { removeCommand } from '../../rewrite/remove-command';
import { removeListed } from '../../rewrite/remove-option';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'redundant-bundler',
  code: 'IH590',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Bundler is installed in an image that has it.',
  why: 'The official images of Ruby bring Bundler. `gem install bundler` puts the newest one beside it, another with each build, and it may need a newer Ruby some day. Bundler takes the version that `Gemfile.lock` names by itself, since 2.3. Reported in images of Ruby 3.1 and later where the files of the project are known and none of their lock files was written by a newer Bundler than that of the image; a version that is named is left alone.',
  fixNotes:
    'The command, or the name in a list of gems, is left out. The build then uses the Bundler of the image, or the one that `Gemfile.lock` names.',
  equivalents: {},
  messages: { redundant: 'The image of Ruby has Bundler: this adds another one.' },
  examples: [
    {
      files: {
        Gemfile: 'source "https://rubygems.org"',
        'Gemfile.lock': 'BUNDLED WITH\n  2.6.9\n',
      },
      bad: dockerfile`
        FROM ruby:3.4-slim-trixie
        WORKDIR /app
        RUN gem install bundler
        #               ^^^^^^^ redundant-bundler
        COPY Gemfile Gemfile.lock ./
        RUN BUNDLE_FROZEN=true bundle install
      `,
      good: dockerfile`
        FROM ruby:3.4-slim-trixie
        WORKDIR /app
        COPY Gemfile Gemfile.lock ./
        RUN BUNDLE_FROZEN=true bundle install
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const found of findRedundantBundlers(model, stage)) {
        const edit = leaveOut(model, found);
        yield {
          message: 'redundant',
          span: found.argument.word.span,
          ...(edit === undefined
            ? { refusal: 'The command stands in something else than a plain "&&" chain.' }
            : {
                fixes: [
                  {
                    title: 'Use the Bundler of the image',
                    applicability: 'unsafe',
                    phase: 'instruction',
                    edits: [edit],
                  },
                ],
              }),
        };
      }
    }
  },
});

function leaveOut(
  model: DockerfileModel,
  { operation, argument }: RedundantBundler,
): Edit | undefined {
  const { command, packages } = operation;
  const execution = model.executionOf(command.instruction);
  if (execution.form === 'exec') return undefined;
  if (packages.length === 1) return removeCommand(model, execution, command);
  const previous = command.words[command.words.indexOf(argument.word) - 1];
  return previous === undefined
    ? undefined
    : removeListed(model.text, previous, argument.word.span);
}
