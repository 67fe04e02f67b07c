import { handlesPrivileges, startsSomething } from '../model/started-programs';
import { planRunAs } from '../rewrite/run-as';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'add-non-root-user',
  title: 'Run as a user without root rights',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Makes the image run as an account of its base image, or as one that is created with the tools of the distribution; gives it the folders the application writes to, and sets USER behind the last step that needs root.',
  mends: ['missing-user', 'root-user', 'root-owned-volume'],
  examples: [
    {
      before: dockerfile`
        FROM node:24-trixie-slim<CURSOR>
        WORKDIR /app
        COPY . .
        CMD ["node", "server.js"]
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
    },
    {
      before: dockerfile`
        FROM alpine:3.23
        COPY . /srv
        USER <CURSOR>root
        CMD ["/srv/server"]
      `,
      after: dockerfile`
        FROM alpine:3.23
        RUN addgroup -S -g 10001 app \
            && adduser -S -D -H -u 10001 -G app app
        COPY . /srv
        USER app
        CMD ["/srv/server"]
      `,
    },
  ],
  run({ model, selection }) {
    const stage = model.target;
    if (stage === undefined) return undefined;
    const { final } = model.usersOf(stage);
    const places = [stage.from, final.instruction].flatMap((place) => place?.span ?? []);
    if (!places.some((place) => touchesSpan(place, selection))) return undefined;
    if (final.privilege !== 'root' || !startsSomething(model, stage)) return undefined;
    if (handlesPrivileges(model, stage)) return undefined;
    const plan = planRunAs(model, stage);
    if (plan.refusal !== undefined) return { kind: 'refused', reason: plan.refusal };
    return { kind: 'edits', edits: plan.edits, title: plan.title };
  },
});
