import type { DockerfileModel } from '../../model/model';
import { hasOption, type PackageOperation } from '../../model/packages';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'gem-documents',
  code: 'IH543',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'always',
  summary: 'A gem is installed with its documentation.',
  why: '`gem install` also makes the documentation of each gem, which takes time in the build and place in the image, and nobody reads it there. `--no-document` leaves it out. The official image of Ruby says so in its settings, so nothing is reported there.',
  equivalents: {},
  messages: { documents: 'This also makes the documentation of each gem.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends ruby && rm -rf /var/lib/apt/lists/*
        RUN gem install fluentd -v 1.19
        #       ^^^^^^^ gem-documents
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends ruby && rm -rf /var/lib/apt/lists/*
        RUN gem install --no-document fluentd -v 1.19
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const operation of model.packageOperationsOf(stage)) {
        if (!makesDocuments(model, stage, operation)) continue;
        yield {
          message: 'documents',
          span: operation.verbWord.span,
          fixes: [
            {
              title: 'Add --no-document',
              applicability: 'safe',
              phase: 'word',
              edits: [insertWordAfter(operation.verbWord, '--no-document')],
            },
          ],
        };
      }
    }
  },
});

/** `--no-ri` and `--no-rdoc` are what gem 2 had. Source: https://guides.rubygems.org/command-reference/#gem-install */
const without = ['--no-document', '-N', '--no-ri', '--no-rdoc', '--document', '--config-file'];

/**
 * Base images whose Ruby has RDoc and no settings of its own; Alpine has a package of its own for RDoc.
 * Source: https://packages.debian.org/trixie/ruby-rubygems
 */
const plain = new Set(['debian', 'ubuntu']);

function makesDocuments(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): boolean {
  const { manager, action, unread, verb } = operation;
  if (manager.id !== 'gem' || unread.length !== 0 || hasOption(operation, without)) return false;
  if ((action !== 'install' && action !== 'upgrade') || verb.words[0] === 'build') return false;
  const base = stage.rootBase;
  if (base.kind !== 'image' || !plain.has(base.facts?.family.id ?? '')) return false;
  return !collectInheritance(stage).some((each) =>
    each.instructions.some(({ span }) =>
      /gemrc|no-document|no-ri\b/.test(model.text.slice(span.start, span.end)),
    ),
  );
}
