import { defineRule, type Fix, type Report } from '../define-rule';
import {
  collectAccountUses,
  groupSpanOf,
  isMissingGroup,
  isMissingUser,
  type AccountUse,
} from '../../model/account-names';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { planAccount } from '../../rewrite/define-account';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'undefined-user',
  code: 'IH203',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A USER or --chown names an account that does not exist.',
  why: 'Docker looks a name up in `/etc/passwd` and `/etc/group` of the image. Behind a `USER` without an entry, steps fail and the container does not start: "unable to find user". For `--chown` BuildKit says nothing and leaves the files to root, while other builders stop. Numbers always work. Create the account first, use one that the base image has, or write a number.',
  fixNotes:
    'When nothing else in the stage uses the name, it is replaced by the ready account of the base image, or by the number 65532 in images without a shell. A step further down that makes the account and does nothing else moves above the first use. Otherwise the account is created there.',
  equivalents: {},
  messages: {
    user: 'There is no user "{{name}}": "{{image}}" does not have it, and nothing above creates it.',
    group:
      'There is no group "{{name}}": "{{image}}" does not have it, and nothing above creates it.',
    owner:
      'There is no {{kind}} "{{name}}" here to give the files to: BuildKit leaves them to root, other builders fail.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER nonroot
        #    ^^^^^^^ undefined-user
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY --chown=app:app . /app
        #            ^^^^^^^ undefined-user
        USER app
        #    ^^^ undefined-user
        CMD ["/app/run"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN groupadd --system --gid 10001 app \
            && useradd --system --uid 10001 --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app
        COPY --chown=app:app . /app
        USER app
        CMD ["/app/run"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const use of collectAccountUses(model, stage)) {
        const report = findReport(model, stage, use);
        if (report !== undefined) yield report;
      }
    }
  },
});

function findReport(
  model: DockerfileModel,
  stage: Stage,
  use: AccountUse,
): Report<'user' | 'group' | 'owner'> | undefined {
  const image = stage.imageWord?.text ?? '';
  const isUser = isMissingUser(model, stage, use);
  if (!isUser && !isMissingGroup(model, stage, use)) return undefined;
  const name = isUser ? use.user : (use.group ?? '');
  const kind = isUser ? 'user' : 'group';
  const report: Report<'user' | 'group' | 'owner'> = {
    message: use.instruction.keyword === 'USER' ? kind : 'owner',
    data: { kind, name, image },
    span: isUser ? use.word.span : groupSpanOf(use),
  };
  const plan = planAccount(model, stage, use);
  if ('refusal' in plan) return { ...report, refusal: plan.refusal };
  const fix: Fix = { ...plan, applicability: 'unsafe' };
  return { ...report, fixes: [fix] };
}
