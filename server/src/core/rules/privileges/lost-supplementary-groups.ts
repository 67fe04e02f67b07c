import { defineRule } from '../define-rule';
import { collectMemberships } from '../../model/memberships';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'lost-supplementary-groups',
  code: 'IH215',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A USER with a group loses the other groups of the account.',
  why: 'The Dockerfile reference says it: when `USER` names a group, the user has that one group only. What `usermod -aG` or `adduser NAME GROUP` gave above has no effect in the container, and what the group was for (a device, a socket, a shared folder) fails with "permission denied". Without the group, Docker looks all groups of the account up.',
  fixNotes:
    'The group is deleted, so that the account gets its own first group and all others. Files that the process makes then belong to its first group.',
  equivalents: {},
  messages: { found: 'With this group the user loses "{{groups}}", which a step above gives it.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN groupadd -g 10001 app && useradd -u 10001 -g app app && usermod -aG video app
        USER app:app
        #    ^^^^^^^ lost-supplementary-groups
        CMD ["/usr/local/bin/camera"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN groupadd -g 10001 app && useradd -u 10001 -g app app && usermod -aG video app
        USER app
        CMD ["/usr/local/bin/camera"]
      `,
    },
  ],
  *check(model) {
    const stage = model.target;
    if (stage === undefined) return;
    const { name, group, word } = model.usersOf(stage).final;
    if (name === undefined || group === undefined || group === '' || word === undefined) return;
    const lost = collectMemberships(model, stage)
      .filter((each) => each.user === name && each.group !== group)
      .map((each) => each.group);
    if (lost.length === 0) return;
    const report = {
      message: 'found',
      data: { groups: [...new Set(lost)].join('", "') },
      span: word.span,
    } as const;
    if (word.text.includes('$')) {
      yield { ...report, refusal: 'The user or the group comes from a variable.' };
      return;
    }
    yield {
      ...report,
      fixes: [
        {
          title: 'Keep all groups of the account',
          applicability: 'unsafe',
          phase: 'word',
          edits: [replaceWord(word, name)],
        },
      ],
    };
  },
});
