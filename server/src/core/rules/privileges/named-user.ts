import { defineRule, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import type { UserState } from '../../model/users';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'named-user',
  code: 'IH212',
  category: 'privileges',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The last USER is a name, which Kubernetes cannot check.',
  why: '`runAsNonRoot: true` of Kubernetes refuses a container whose image names its user: only a number tells, without a look into the image, that it is not root. Elsewhere a name is as good and easier to read, and a manifest may give the number as well (`runAsUser`). So this rule is off unless a profile or a setting asks for it.',
  equivalents: { hadolint: 'DL3066' },
  messages: { found: 'Kubernetes cannot tell that "{{user}}" is not root: write its number.' },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        #    ^^^^ named-user
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER 1000
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN groupadd --gid 10001 web && useradd --uid 10001 --gid web web
        USER web:web
        #    ^^^^^^^ named-user
        CMD ["/usr/local/bin/server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN groupadd --gid 10001 web && useradd --uid 10001 --gid web web
        USER 10001:10001
        CMD ["/usr/local/bin/server"]
      `,
    },
  ],
  *check(model) {
    const stage = model.target;
    if (stage === undefined) return;
    if (['cmd', 'powershell', 'unknown'].includes(model.shellAtEnd(stage).program)) return;
    const { final } = model.usersOf(stage);
    if (final.privilege !== 'non-root' || final.name === undefined) return;
    if (final.word === undefined || /^\d+$/.test(final.name)) return;
    const report: Report<'found'> = {
      message: 'found',
      data: { user: final.name },
      span: final.word.span,
    };
    const number = numberOf(model, stage, final);
    if (number === undefined) {
      yield { ...report, refusal: 'The number of the account does not stand in the file.' };
    } else {
      yield {
        ...report,
        fixes: [
          {
            title: `Write "${number}"`,
            applicability: 'safe',
            phase: 'word',
            edits: [replaceWord(final.word, number)],
          },
        ],
      };
    }
  },
});

/** Without a group, the account keeps all its groups when its number stands for it. */
function numberOf(model: DockerfileModel, stage: Stage, user: UserState): string | undefined {
  if (user.word === undefined || user.word.text.includes('$')) return undefined;
  const { accounts, groups } = model.accountsOf(stage);
  const account = accounts.findLast(({ name }) => name === user.name);
  if (account?.uid === undefined || account.uid === 0) return undefined;
  if (user.group === undefined) return String(account.uid);
  const gid = /^\d+$/.test(user.group)
    ? Number(user.group)
    : (groups.findLast(({ name }) => name === user.group)?.gid ??
      accounts.find(({ group, name }) => (group ?? name) === user.group)?.gid);
  return gid === undefined ? undefined : `${String(account.uid)}:${String(gid)}`;
}
