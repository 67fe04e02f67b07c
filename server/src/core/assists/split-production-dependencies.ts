import type { DockerfileModel } from '../model/model';
import { findProductionInstalls } from '../model/production-install';
import { dropDevelopmentPackages } from '../rewrite/drop-development-packages';
import { installForBuild } from '../rewrite/install-for-build';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan, type Span } from '../text/span';
import { defineAssist, type AssistOutcome } from './define-assist';

const files = {
  'package.json':
    '{ "scripts": { "build": "tsc" }, "dependencies": { "express": "^5.0.0" }, "devDependencies": { "typescript": "~5.9.0" } }',
  'package-lock.json': '{}',
  'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }',
  'src/server.ts': 'import express from "express";',
};

export default defineAssist({
  id: 'split-production-dependencies',
  title: 'Keep development dependencies out of the image',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Lets the build have every package and the image only those that the program needs, for npm, Yarn 1 and pnpm.',
  examples: [
    {
      before: dockerfile`
        FROM node:24-alpine AS builder
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci <CURSOR>--only=production
        COPY . .
        RUN npm run build

        FROM node:24-alpine AS production
        WORKDIR /app
        COPY --from=builder /app/node_modules ./node_modules
        COPY --from=builder /app/dist ./dist
        COPY package*.json ./
        USER node
        CMD ["node", "dist/server.js"]
      `,
      after: dockerfile`
        FROM node:24-alpine AS builder
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci
        COPY . .
        RUN npm run build
        RUN npm prune --omit=dev

        FROM node:24-alpine AS production
        WORKDIR /app
        COPY --from=builder /app/node_modules ./node_modules
        COPY --from=builder /app/dist ./dist
        COPY package*.json ./
        USER node
        CMD ["node", "dist/server.js"]
      `,
    },
    {
      before: dockerfile`
        FROM node:24-trixie-slim AS build
        WORKDIR /app
        COPY . .
        RUN npm <CURSOR>ci
        # Compile it.
        RUN npm run build

        FROM node:24-trixie-slim
        WORKDIR /app
        COPY --from=build /app/node_modules ./node_modules
        COPY --from=build /app/dist ./dist
        CMD ["node", "dist/server.js"]
      `,
      after: dockerfile`
        FROM node:24-trixie-slim AS build
        WORKDIR /app
        COPY . .
        RUN npm ci
        # Compile it.
        RUN npm run build
        RUN npm prune --omit=dev

        FROM node:24-trixie-slim
        WORKDIR /app
        COPY --from=build /app/node_modules ./node_modules
        COPY --from=build /app/dist ./dist
        CMD ["node", "dist/server.js"]
      `,
      files,
    },
    {
      before: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json yarn.lock ./
        RUN yarn <CURSOR>install --frozen-lockfile
        COPY src ./src
        CMD ["node", "src/server.js"]
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json yarn.lock ./
        RUN yarn install --production --frozen-lockfile
        COPY src ./src
        CMD ["node", "src/server.js"]
      `,
      files: {
        'package.json':
          '{ "dependencies": { "koa": "3.0.0" }, "devDependencies": { "nodemon": "3.1.0" } }',
        'yarn.lock': '',
        'src/server.js': 'const Koa = require("koa");',
      },
    },
  ],
  run: ({ model, selection }) => forBuild(model, selection) ?? forImage(model, selection),
});

/** An install for production above a build: everything is installed, and dropped again below. */
function forBuild(model: DockerfileModel, selection: Span): AssistOutcome | undefined {
  const found = findProductionInstalls(model).find(({ install }) =>
    touchesSpan(install.command.instruction.span, selection),
  );
  return found === undefined ? undefined : installForBuild(model, found);
}

/** An install whose development packages reach the image. */
function forImage(model: DockerfileModel, selection: Span): AssistOutcome | undefined {
  const dropped = dropDevelopmentPackages(model);
  if (dropped === undefined) return undefined;
  if (!touchesSpan(dropped.install.command.instruction.span, selection)) return undefined;
  if (dropped.kind === 'refused') return { kind: 'refused', reason: dropped.reason };
  return { kind: 'edits', edits: dropped.edits, evidence: dropped.evidence };
}
