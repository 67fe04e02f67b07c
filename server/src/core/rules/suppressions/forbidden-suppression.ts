import { readScriptSuppressions, readSuppressions } from '../../syntax/suppressions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'forbidden-suppression',
  code: 'IH905',
  category: 'suppressions',
  severity: 'information',
  profile: 'named',
  since: 'next',
  fixable: 'never',
  reviewsSuppressions: true,
  summary: 'The team does not want findings to be silenced by comments.',
  why: 'Where exceptions are decided in one place, in the configuration, a comment would go round that. The rule is off until the configuration names it, as it is in hadolint; it looks at our own comments and at those of other tools, and cannot be silenced by one. To have comments silence nothing at all, set `"suppressions": { "comments": false }`.',
  equivalents: { hadolint: 'DL1001' },
  messages: { forbidden: 'Findings may not be silenced by comments here.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        # hadolint ignore=DL3000
        ^^^^^^^^^^^^^^^^^^^^^^^^ forbidden-suppression
        WORKDIR app
      `,
      good: dockerfile`
        FROM debian:13-slim
        WORKDIR /app
      `,
    },
  ],
  *check(model) {
    const directives = new Set(model.tree.directives.map(({ span }) => span.start));
    for (const comment of model.tree.comments) {
      if (readSuppressions(comment, directives.has(comment.span.start)).length === 0) continue;
      yield { message: 'forbidden', span: comment.span };
    }
    for (const { at } of readScriptSuppressions(model.tree)) {
      yield { message: 'forbidden', span: at.comment.span };
    }
  },
});
