import { deleteWord } from '../../rewrite/words';
import { findFlag } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'redundant-target-platform',
  code: 'IH824',
  category: 'style',
  severity: 'hint',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  tag: 'unnecessary',
  summary: 'A stage is built for the target platform anyway.',
  why: '`--platform=$TARGETPLATFORM` is what FROM does without the flag. Leaving it out keeps the flag for where it matters: `$BUILDPLATFORM` in a stage that compiles for another machine.',
  equivalents: { hadolint: 'DL3065', buildkit: 'RedundantTargetPlatform' },
  messages: { redundant: 'FROM takes the target platform without this flag.' },
  examples: [
    {
      bad: dockerfile`
        FROM --platform=$TARGETPLATFORM debian:13-slim
        #    ^^^^^^^^^^^^^^^^^^^^^^^^^^ redundant-target-platform
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const { from } of model.stages) {
      const flag = findFlag(from, 'platform');
      if (
        flag === undefined ||
        !/^(["']?)\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})\1$/.test(flag.value?.text ?? '')
      ) {
        continue;
      }
      yield {
        message: 'redundant',
        span: flag.span,
        fixes: [
          {
            title: 'Delete the flag',
            applicability: 'safe',
            phase: 'word',
            edits: [deleteWord(model.text, flag)],
          },
        ],
      };
    }
  },
});
