import { defineRule, type Report } from '../define-rule';
import { findCopiedChowns, type CopiedChown } from '../../model/copied-chowns';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { ownCopies } from '../../rewrite/own-copies';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'chown-of-copied-files',
  code: 'IH235',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A chown stores copied files a second time.',
  why: 'A layer holds whole files. `chown -R` over what a `COPY` brought writes all of them into a layer of its own, so that the image has them twice: for `node_modules` or a model that is a lot to push, pull and keep. `COPY --chown` gives the owner while copying. Better still, leave the code to root, which everybody may read, and give the account the folders it writes.',
  fixNotes:
    'The copies get `--chown`, and the `chown` keeps the folder itself, without `-R`. There is no fix when steps stand between, when other files lie in the folder, or when the account is made below the copy.',
  equivalents: {},
  messages: { found: 'The image holds the files of {{path}} twice: give COPY the owner.' },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        RUN chown -R node:node /app
        #         ^^ chown-of-copied-files
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY --chown=node:node . .
        RUN chown node:node /app
        USER node
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!model.isShipped(stage)) continue;
      for (const found of findCopiedChowns(model, stage)) yield toReport(model, stage, found);
    }
  },
});

function toReport(model: DockerfileModel, stage: Stage, found: CopiedChown): Report<'found'> {
  const report: Report<'found'> = {
    message: 'found',
    data: { path: found.path },
    span: found.recursive.span,
    related: found.copies.map(({ instruction }) => ({
      span: instruction.keywordSpan,
      message: 'This copies the files first.',
    })),
  };
  const edits = ownCopies(model, stage, found);
  if (typeof edits === 'string') return { ...report, refusal: edits };
  const title = 'Give COPY the owner';
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits }] };
}
