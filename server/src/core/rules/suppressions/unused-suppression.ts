import { deleteSuppressedRule } from '../../rewrite/comments';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'unused-suppression',
  code: 'IH902',
  category: 'suppressions',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  tag: 'unnecessary',
  reviewsSuppressions: true,
  summary: 'A suppression that silences nothing would hide the next real problem.',
  why: 'The problem it once silenced is gone, the comment stands in the wrong place, or the name of the rule is misspelt. A suppression counts for the instruction directly below, without an empty line between; `stage-ignore` counts for the stage below, `file-ignore` for the whole file. Only suppressions of Ironhull are checked, and only for rules that are switched on: comments for hadolint and BuildKit may still serve those tools.',
  equivalents: {},
  messages: {
    unused: '"{{id}}" silences nothing here.',
    unknown: 'There is no rule "{{id}}", so this silences nothing.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        # ironhull ignore=relative-workdir: the base image starts in /srv
        #                 ^^^^^^^^^^^^^^^^ unused-suppression
        WORKDIR /srv/app
      `,
      good: dockerfile`
        FROM debian:13-slim
        WORKDIR /srv/app
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        # ironhull ignore=relativ-workdir,deprecated-maintainer: kept for an old registry
        #                 ^^^^^^^^^^^^^^^ unused-suppression
        MAINTAINER Ada Lovelace <ada@example.com>
      `,
      good: dockerfile`
        FROM debian:13-slim
        # ironhull ignore=deprecated-maintainer: kept for an old registry
        MAINTAINER Ada Lovelace <ada@example.com>
      `,
    },
  ],
  *check(model, { unusedSuppressions }) {
    for (const { suppression, id, span, known } of unusedSuppressions) {
      const edit = deleteSuppressedRule(model, suppression, span);
      yield {
        message: known ? 'unused' : 'unknown',
        data: { id },
        span,
        ...(edit === undefined
          ? { refusal: 'Without this line the one below would become a parser directive.' }
          : {
              fixes: [
                {
                  title: suppression.ids.length === 1 ? 'Delete the comment' : `Delete "${id}"`,
                  applicability: 'safe',
                  phase: 'word',
                  edits: [edit],
                },
              ],
            }),
      };
    }
  },
});
