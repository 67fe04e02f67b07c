import { findMissingEnvironment, type MissingEnvironment } from '../../model/node-environment';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { markStarted } from '../../rewrite/edit-start-script';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'missing-node-environment',
  code: 'IH624',
  category: 'runtime',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A Node.js program starts without NODE_ENV, and so as in development.',
  why: 'Express, Koa, Apollo Server and React look at NODE_ENV while they run. Without "production" they show stack traces to visitors, compile views for each request or take their slower development builds. Set it in the stage that is shipped, below the steps that install and build: above them it would leave out the packages that the build needs. Where the platform sets the variable, silence the rule. Nothing is reported when a file of settings may set it (`.env`), when the program sets it itself, as `next start` does, when no package of `package.json` is known to look at it, or when the stage is for development.',
  fixNotes:
    'ENV is put above the command that starts the program, below all steps of the build. Code of the application that looks at the variable then takes its way for production.',
  equivalents: {},
  messages: { missing: 'NODE_ENV is not set: {{reader}} {{effect}}.' },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        COPY server.js .
        USER node
        CMD ["node", "server.js"]
        #     ^^^^ missing-node-environment
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        COPY server.js .
        USER node
        ENV NODE_ENV=production
        CMD ["node", "server.js"]
      `,
      files: {
        'package.json': '{ "dependencies": { "express": "5.1.0" } }',
        'package-lock.json': '{}',
        'server.js': 'require("express")().listen(3000);',
      },
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findMissingEnvironment(model, target);
    if (target === undefined || found === undefined) return;
    const { reader, effect } = found;
    yield {
      message: 'missing',
      data: { reader, effect },
      span: markStarted(model, found.started),
      ...findFix(model, target, found),
    };
  },
});

function findFix(
  model: DockerfileModel,
  stage: Stage,
  { instruction }: MissingEnvironment,
): Pick<Report, 'fixes' | 'refusal'> {
  const index = stage.instructions.indexOf(instruction);
  if (index < 0) return { refusal: 'The command stands in another stage.' };
  const isAbove = stage.instructions.slice(index).some((each) => each.keyword === 'RUN');
  if (isAbove) return { refusal: 'A RUN below the command would see the variable as well.' };
  const edit = insertBefore(model, instruction, [`${keyword(model, 'ENV')} NODE_ENV=production`]);
  return {
    fixes: [
      {
        title: 'Set NODE_ENV for the program',
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [edit],
      },
    ],
  };
}
