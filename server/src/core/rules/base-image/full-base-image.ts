import { builders } from '../../builders/index';
import { planSplit } from '../../builders/split-plan';
import type { DockerfileModel } from '../../model/model';
import { planSlimBase } from '../../rewrite/use-slim-base';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'full-base-image',
  code: 'IH105',
  category: 'base-image',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  remedies: ['use-slim-base'],
  summary:
    'The shipped stage starts from a full image though a slim one of the same version exists.',
  why: 'The full images of language runtimes carry compilers, headers, Git and dozens of libraries: several hundred megabytes that a running service does not use, and that scanners report for ever. The slim variant has the same version on the same distribution.',
  fixNotes:
    'The fix keeps version, distribution and C library. A health check that asks with curl or wget asks with the runtime of the image instead. The fix is refused when the stage runs a program that the slim variant lacks, installs dependencies that may need its compiler (then split out a builder stage first), takes packages from another stage that may need its libraries, or when the sources start programs or name files of the system.',
  equivalents: {},
  messages: {
    full: 'The slim variant "{{slim}}" has the same version without compilers and headers.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24 AS build
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build

        FROM node:24
        #         ^^ full-base-image
        WORKDIR /app
        COPY --from=build /app/dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
      good: dockerfile`
        FROM node:24 AS build
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build

        FROM node:24-slim
        WORKDIR /app
        COPY --from=build /app/dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-trixie
        #           ^^^^^^^^^^^ full-base-image
        COPY server.py /srv/
        USER 10001
        CMD ["python", "/srv/server.py"]
      `,
      good: dockerfile`
        FROM python:3.14-slim-trixie
        COPY server.py /srv/
        USER 10001
        CMD ["python", "/srv/server.py"]
      `,
    },
  ],
  *check(model, { today }) {
    for (const stage of model.stages) {
      const { base } = stage;
      if (base.kind !== 'image' || !model.isShipped(stage)) continue;
      const plan = planSlimBase(model, stage);
      if (plan === undefined || base.facts?.family.kind !== 'application') continue;
      if (!startsSomething(model)) continue;
      // A stage that can be split gets its slim image there, and one finding is enough.
      if (planSplit(builders, model, stage, today)?.kind === 'split') continue;
      const word = base.literal ? base.reference.tag : undefined;
      yield {
        message: 'full',
        data: { slim: plan.tag },
        span: (word ?? stage.imageWord ?? stage.from).span,
        ...(plan.kind === 'plan'
          ? {
              fixes: [
                {
                  title: `Use the tag "${plan.tag}"`,
                  applicability: 'unsafe',
                  phase: plan.edits.length === 1 ? 'word' : 'instruction',
                  edits: plan.edits,
                },
              ],
            }
          : { refusal: plan.reason }),
      };
    }
  },
});

/** An image without a start command of its own is a base or a tool box: its size is a choice. */
function startsSomething(model: DockerfileModel): boolean {
  if (model.target === undefined) return false;
  const { command, entrypoint } = model.processOf(model.target);
  return command.kind === 'instruction' || entrypoint.kind === 'instruction';
}
