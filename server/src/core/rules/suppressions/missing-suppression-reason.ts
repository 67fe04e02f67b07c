import { readOwnSuppression, reasonPlaceholder, type Suppression } from '../../syntax/suppressions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'missing-suppression-reason',
  code: 'IH901',
  category: 'suppressions',
  severity: 'hint',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  reviewsSuppressions: true,
  summary: 'A suppression should say why the problem is none.',
  why: 'Whoever meets the comment in a year has to know whether it still holds. Write the reason behind a colon: `# ironhull ignore=root-user: binds port 80 on the old hosts`. The finding cannot be suppressed itself; comments for other tools are left alone.',
  fixNotes:
    'The fix writes a text for you to replace; until then the finding stays. It is never applied in bulk.',
  equivalents: {},
  messages: {
    missing: 'Say why {{ids}} may be ignored here, behind a colon.',
    placeholder: 'The reason is still the placeholder text.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        # ironhull ignore=deprecated-maintainer
        #                 ^^^^^^^^^^^^^^^^^^^^^ missing-suppression-reason
        MAINTAINER Ada Lovelace <ada@example.com>
      `,
      good: dockerfile`
        FROM debian:13-slim
        # ironhull ignore=deprecated-maintainer: an old registry reads nothing else
        MAINTAINER Ada Lovelace <ada@example.com>
      `,
    },
    {
      bad: dockerfile`
        # ironhull file-ignore=IH801: why this is fine
        #                      ^^^^^ missing-suppression-reason
        FROM debian:13-slim
        MAINTAINER Ada Lovelace <ada@example.com>
      `,
      good: dockerfile`
        # ironhull file-ignore=IH801: an old registry reads nothing else
        FROM debian:13-slim
        MAINTAINER Ada Lovelace <ada@example.com>
      `,
    },
  ],
  *check(model) {
    for (const comment of model.tree.comments) {
      const suppression = readOwnSuppression(comment);
      const first = suppression?.ids[0];
      if (suppression === undefined || first === undefined || hasReason(suppression)) continue;
      const isMissing = suppression.reason === undefined;
      yield {
        message: isMissing ? 'missing' : 'placeholder',
        ...(isMissing ? { data: { ids: suppression.ids.map(({ text }) => text).join(', ') } } : {}),
        span: first.span,
        ...(isMissing
          ? { fixes: [addReason(suppression)] }
          : { refusal: 'Nobody but you knows the reason.' }),
      };
    }
  },
});

function hasReason({ reason }: Suppression): boolean {
  return reason !== undefined && reason.toLowerCase() !== reasonPlaceholder;
}

/** Behind the last rule, in place of a colon without a text. */
function addReason({ ids, comment }: Suppression): Fix {
  const start = ids.at(-1)?.span.end ?? comment.span.end;
  return {
    title: 'Write a reason, for you to replace',
    applicability: 'placeholder',
    phase: 'word',
    edits: [{ span: { start, end: comment.span.end }, text: `: ${reasonPlaceholder}` }],
  };
}
