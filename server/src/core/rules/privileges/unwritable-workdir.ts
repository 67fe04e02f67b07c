import { defineRule, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { findUnwritableWorkdirs, type UnwritableWorkdir } from '../../model/unwritable-workdir';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'unwritable-workdir',
  code: 'IH233',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A step installs into a working directory that its user cannot write.',
  why: '`WORKDIR` makes a folder that is missing as the user in force there: root, above the `USER`. `COPY` changes nothing about that. A package manager that runs as the account then cannot make its folder for packages, fails with "EACCES: permission denied", and stops the build. Give the account the one folder (`chown`, without `-R`), or install above the `USER`.',
  fixNotes:
    'The folder itself, without what is in it, is given to the account above the `USER`. The process of the container may then make files beside its code. There is no fix when the user is set in another stage or comes from a variable.',
  equivalents: {},
  messages: {
    found:
      'The build fails here: {{folder}} belongs to root, and "{{program}}" runs as "{{user}}".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        USER node
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        #   ^^^ unwritable-workdir
        COPY . .
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        RUN chown node /app
        USER node
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        COPY . .
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const [first] = findUnwritableWorkdirs(model, stage);
      if (first !== undefined) yield toReport(model, stage, first);
    }
  },
});

function toReport(
  model: DockerfileModel,
  stage: Stage,
  { folder, word, program, user }: UnwritableWorkdir,
): Report<'found'> {
  const report: Report<'found'> = {
    message: 'found',
    data: { folder, program: program.text, user: user.name ?? '' },
    span: program.span,
    related: [{ span: word.span, message: 'Root makes the folder here.' }],
  };
  const { instruction } = user;
  const written = user.word?.text ?? '$';
  if (instruction === undefined || !stage.instructions.includes(instruction)) {
    return { ...report, refusal: 'The user is set in another stage.' };
  }
  const isBehind = word.span.end < instruction.span.start;
  if (!isBehind || /[$"']/.test(written) || model.userAt(instruction)?.privilege !== 'root') {
    return { ...report, refusal: 'Root cannot give the folder away between WORKDIR and USER.' };
  }
  const line = `${keyword(model, 'RUN')} chown ${written} ${folder}`;
  return {
    ...report,
    fixes: [
      {
        title: `Give ${folder} to "${user.name ?? ''}"`,
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [insertBefore(model, instruction, [line])],
      },
    ],
  };
}
