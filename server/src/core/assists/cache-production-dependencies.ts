import { pruneInOwnStage } from '../rewrite/prune-in-own-stage';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist, type AssistOutcome } from './define-assist';

export default defineAssist({
  id: 'cache-production-dependencies',
  title: 'Drop development dependencies in a stage of its own',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Lets the build cache keep the packages that the program needs, so that a change of the sources does not drop the others again.',
  examples: [
    {
      before: dockerfile`
        FROM node:24-trixie AS build
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci
        COPY . .
        RUN npm run build && <CURSOR>npm prune --omit=dev

        FROM node:24-trixie-slim
        WORKDIR /app
        COPY --from=build /app/node_modules ./node_modules
        COPY --from=build /app/dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
      after: dockerfile`
        FROM node:24-trixie AS dependencies
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci

        FROM dependencies AS production-dependencies
        RUN npm prune --omit=dev

        FROM dependencies AS build
        COPY . .
        RUN npm run build

        FROM node:24-trixie-slim
        WORKDIR /app
        COPY --from=production-dependencies /app/node_modules ./node_modules
        COPY --from=build /app/dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
      files: {
        'package.json':
          '{ "scripts": { "build": "tsc" }, "dependencies": { "express": "^5.0.0" }, "devDependencies": { "typescript": "~5.9.0" } }',
        'package-lock.json': '{}',
        'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }',
        'src/server.ts': 'import express from "express";',
      },
    },
  ],
  run({ model, selection }): AssistOutcome | undefined {
    for (const stage of model.stages) {
      const prune = model
        .packageOperationsOf(stage)
        .find(
          ({ verb, command }) =>
            verb.words.includes('prune') && touchesSpan(command.instruction.span, selection),
        );
      if (prune === undefined) continue;
      const outcome = pruneInOwnStage(model, stage, prune);
      return outcome?.kind === 'edits' ? { ...outcome, level: 'safe' } : outcome;
    }
    return undefined;
  },
});
