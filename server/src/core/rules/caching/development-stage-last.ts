import { isForDevelopment } from '../../model/development-stage';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { collectStageMentions } from '../../model/stage-mentions';
import { collectStageReferences } from '../../model/stage-references';
import { insertBefore } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'development-stage-last',
  code: 'IH470',
  category: 'caching',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A build without a target makes the image for development, not the one for production.',
  why: 'The last stage is what `docker build` makes when nobody names another. Here its name says that it is for development or tests, and a stage above says that it is for production: who forgets `--target` ships the wrong one, with its tools and its debug settings. Put the stage for production last, and build the other with `--target`.',
  fixNotes:
    'The fix moves the stage for production to the end of the file. Builds that name their target make the same images; one that names none makes the image for production from then on. It is refused where another stage needs that stage, or stages are counted.',
  equivalents: {},
  messages: {
    last: 'A build without --target makes "{{last}}" and not "{{production}}".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim AS base
        WORKDIR /app
        COPY package.json package-lock.json ./

        FROM base AS production
        RUN npm ci --omit=dev
        USER node
        CMD ["node", "server.js"]

        FROM base AS development
        #            ^^^^^^^^^^^ development-stage-last
        RUN npm ci
        USER node
        CMD ["node", "--watch", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim AS base
        WORKDIR /app
        COPY package.json package-lock.json ./

        FROM base AS development
        RUN npm ci
        USER node
        CMD ["node", "--watch", "server.js"]

        FROM base AS production
        RUN npm ci --omit=dev
        USER node
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    const { target, stages } = model;
    const word = target?.nameWord;
    if (target === undefined || word === undefined || !isForDevelopment(target)) return;
    const production = stages.findLast(
      (stage) => stage !== target && forProduction.test(stage.name ?? ''),
    );
    if (production?.nameWord === undefined || forProduction.test(word.text)) return;
    const fix = moveToEnd(model, production);
    yield {
      message: 'last',
      data: { last: word.text, production: production.nameWord.text },
      span: word.span,
      ...(typeof fix === 'string' ? { refusal: fix } : { fixes: [fix] }),
    };
  },
});

const forProduction = /^(?:prod(?:uction)?|prd|release|live|final|runtime)$/i;

function moveToEnd(model: DockerfileModel, stage: Stage): Fix | string {
  const next = model.stages[stage.index + 1];
  if (next === undefined || collectStageMentions(model, stage).length !== 0) {
    return 'Another stage needs that stage, so it cannot stand behind it.';
  }
  if (collectStageReferences(model).some(({ word }) => /^\d+$/.test(word.text))) {
    return 'Stages are meant by their numbers, which would change.';
  }
  const { start } = insertBefore(model, stage.from, []).span;
  const { end } = insertBefore(model, next.from, []).span;
  const { lineEnding } = model.layout;
  const isEnded = model.text.endsWith('\n');
  const gap = isEnded ? lineEnding : lineEnding.repeat(2);
  const block = model.text.slice(start, end).trimEnd();
  const { length } = model.text;
  return {
    title: 'Move the stage for production to the end',
    applicability: 'unsafe',
    phase: 'structure',
    edits: [
      { span: { start, end }, text: '' },
      { span: { start: length, end: length }, text: `${gap}${block}${isEnded ? lineEnding : ''}` },
    ],
  };
}
