import { defineRule, type Fix } from '../define-rule';
import { findImageVariant, hasTool } from '../../data/base-images';
import { trackedTools, type ImageVariant } from '../../data/image-facts';
import type { DockerfileModel } from '../../model/model';
import type { BaseImage, Stage } from '../../model/stage-graph';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'full-base-image',
  code: 'IH105',
  category: 'base-image',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary:
    'The shipped stage starts from a full image though a slim one of the same version exists.',
  why: 'The full images of language runtimes carry compilers, headers, Git and dozens of libraries: several hundred megabytes that a running service does not use, and that scanners report for ever. The slim variant has the same version on the same distribution.',
  fixNotes:
    'The fix keeps version, distribution and C library. It is refused when the stage runs a program that the slim variant lacks, or installs dependencies that may need its compiler; then split out a builder stage first.',
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
  *check(model) {
    for (const stage of model.stages) {
      const { base } = stage;
      if (base.kind !== 'image' || !model.isShipped(stage) || base.facts === undefined) continue;
      const { family, variant } = base.facts;
      const slim = findSlim(base);
      if (family.kind !== 'application' || slim === undefined || !startsSomething(model)) continue;
      const word = base.literal ? base.reference.tag : undefined;
      const refusal = findRefusal(model, stage, variant, slim.variant) ?? refuseReference(base);
      yield {
        message: 'full',
        data: { slim: slim.tag },
        span: (word ?? stage.imageWord ?? stage.from).span,
        ...(refusal === undefined && word !== undefined
          ? { fixes: [useTag(word, slim.tag)] }
          : { refusal: refusal ?? 'The tag comes from an ARG; change it there.' }),
      };
    }
  },
});

function findSlim(
  base: BaseImage,
): { readonly tag: string; readonly variant: ImageVariant } | undefined {
  const rule = base.facts?.variant.slimTag;
  if (rule === undefined || base.tag === undefined || base.tag === 'latest') return undefined;
  const tag = base.tag.replace(rule.pattern, rule.replacement);
  const variant = findImageVariant(base.reference.repository, tag)?.variant;
  return variant === undefined || tag === base.tag ? undefined : { tag, variant };
}

/** An image without a start command of its own is a base or a tool box: its size is a choice. */
function startsSomething(model: DockerfileModel): boolean {
  if (model.target === undefined) return false;
  const { command, entrypoint } = model.processOf(model.target);
  return command.kind === 'instruction' || entrypoint.kind === 'instruction';
}

function refuseReference(base: BaseImage): string | undefined {
  return base.reference.digest === undefined
    ? undefined
    : 'The digest pins the full image; it must be changed with the tag.';
}

/** What the stage, or one that starts from it, does that the slim variant may not be able to. */
function findRefusal(
  model: DockerfileModel,
  stage: Stage,
  full: ImageVariant,
  slim: ImageVariant,
): string | undefined {
  const stages = model.stages.filter((each) => each === stage || each.base.kind === 'stage');
  const runs = stages.flatMap((each) => model.runsOf(each));
  if (runs.some((run) => !run.complete)) return 'Not every RUN of the stage is understood.';
  const lost = trackedTools.filter(
    (tool) => hasTool(full, tool) !== false && hasTool(slim, tool) !== true,
  );
  const tool = runs
    .flatMap((run) => run.commands)
    .map((command) => command.name)
    .find((name) => name !== undefined && lost.some((each) => each === name));
  if (tool !== undefined) return `The stage runs ${tool}, which the slim variant lacks.`;
  const install = stages
    .flatMap((each) => model.packageOperationsOf(each))
    .find((operation) => operation.manager.kind === 'language' && operation.action === 'install');
  return install === undefined
    ? undefined
    : `What ${install.manager.id} installs in this stage may need the compiler that the slim variant lacks.`;
}

function useTag(word: { readonly span: Stage['from']['span'] }, tag: string): Fix {
  return {
    title: `Use the tag "${tag}"`,
    applicability: 'unsafe',
    phase: 'word',
    edits: [replaceWord(word, tag)],
  };
}
