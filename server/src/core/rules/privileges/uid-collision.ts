import { defineRule, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { freeId } from '../../model/runtime-account';
import type { Stage } from '../../model/stage-graph';
import { findUidCollisions, type UidCollision } from '../../model/uid-collisions';
import { changeId } from '../../rewrite/change-id';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'uid-collision',
  code: 'IH204',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A new account asks for a number that the base image has given away.',
  why: 'Some base images bring an account with the number 1000: `node`, `ubuntu` from 23.04 on, `bun`, `gradle`, `jenkins`. Creating another one with the same number fails ("UID 1000 is not unique", "gid \'1000\' in use"), and with it the build. Use the account that is there, or a number that nobody has.',
  fixNotes:
    'The number is replaced by 10001, or the next free one, wherever the stage and those that start from it write it: in the commands that make account and group, in `chown`, `--chown` and `USER`, or in the default of the build argument that holds it. Files outside the Dockerfile that name the number must follow.',
  equivalents: {},
  messages: {
    user: 'The build fails here: "{{owner}}" of the base image has the user id {{id}} already.',
    group: 'The build fails here: "{{owner}}" of the base image has the group id {{id}} already.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM ubuntu:24.04
        RUN useradd --uid 1000 --create-home app
        #                 ^^^^ uid-collision
        USER app
        CMD ["/usr/local/bin/app"]
      `,
      good: dockerfile`
        FROM ubuntu:24.04
        RUN useradd --uid 10001 --create-home app
        USER app
        CMD ["/usr/local/bin/app"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-alpine3.23
        RUN addgroup -g 1000 app && adduser -u 1000 -G app -D app
        #               ^^^^ uid-collision
        #                                      ^^^^ uid-collision
        COPY --chown=1000:1000 . /app
        USER 1000
        CMD ["node", "/app/server.js"]
      `,
      good: dockerfile`
        FROM node:24-alpine3.23
        RUN addgroup -g 10001 app && adduser -u 10001 -G app -D app
        COPY --chown=10001:10001 . /app
        USER 10001
        CMD ["node", "/app/server.js"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const collision of findUidCollisions(model, stage)) {
        yield toReport(model, stage, collision);
      }
    }
  },
});

function toReport(
  model: DockerfileModel,
  stage: Stage,
  collision: UidCollision,
): Report<'user' | 'group'> {
  const { kind, id, owner, option } = collision;
  const report: Report<'user' | 'group'> = {
    message: kind,
    data: { id: String(id), owner },
    span: (option.valueWord ?? option.word).span,
  };
  const free = freeId(model, stage);
  const edits = changeId(model, stage, collision, free);
  if (edits === undefined) return { ...report, refusal: 'The number is put together elsewhere.' };
  const title = `Use the number ${String(free)}`;
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'word', edits }] };
}
