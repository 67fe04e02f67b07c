import type { Command } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { findProductionInstalls, type ProductionInstall } from '../../model/production-install';
import { installForBuild } from '../../rewrite/install-for-build';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

const messages = {
  option:
    '"{{install}}" leaves out what only development needs, as a rule also the tools of "{{build}}" below.',
  environment:
    'With NODE_ENV=production "{{install}}" leaves out what only development needs, as a rule also the tools of "{{build}}" below.',
} as const;

export default defineRule({
  id: 'production-install-before-build',
  code: 'IH402',
  category: 'caching',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  remedies: ['split-production-dependencies'],
  summary: 'A production-only install leaves out the tools that the build needs.',
  why: 'Compilers and bundlers (`tsc`, `vite`, `webpack`) are development dependencies in most projects. When they are left out, the build ends with "tsc: not found", or it downloads a tool of another version. Install everything, build, and then drop what the program does not need, or take the packages of the image from a stage of its own. Where the tools stand in `dependencies`, suppress the finding.',
  fixNotes:
    'The option is removed, or one is added that overrides NODE_ENV; when the packages reach the image, a RUN below the build removes those of development again. There is no fix when nothing is known that would remove them.',
  equivalents: {},
  messages,
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim AS build
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        #       ^^ production-install-before-build
        COPY . .
        RUN npm run build

        FROM node:24-trixie-slim
        WORKDIR /app
        COPY --from=build /app/node_modules ./node_modules
        COPY --from=build /app/dist ./dist
        CMD ["node", "dist/server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim AS build
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci
        COPY . .
        RUN npm run build
        RUN npm prune --omit=dev

        FROM node:24-trixie-slim
        WORKDIR /app
        COPY --from=build /app/node_modules ./node_modules
        COPY --from=build /app/dist ./dist
        CMD ["node", "dist/server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie-slim AS build
        ENV NODE_ENV=production
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci
        #       ^^ production-install-before-build
        COPY . .
        RUN npx tsc

        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        COPY --from=build /app/dist /app
        CMD ["/app/server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim AS build
        ENV NODE_ENV=production
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --include=dev
        COPY . .
        RUN npx tsc

        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        COPY --from=build /app/dist /app
        CMD ["/app/server.js"]
      `,
    },
  ],
  *check(model) {
    for (const found of findProductionInstalls(model)) {
      const { install, build, cause } = found;
      yield {
        message: cause,
        data: { install: show(install.command), build: show(build) },
        span: install.verbWord.span,
        ...findFix(model, found),
      };
    }
  },
});

function show(command: Command): string {
  return command.words
    .slice(0, 5)
    .map((word) => word.value ?? word.text)
    .join(' ');
}

function findFix(
  model: DockerfileModel,
  found: ProductionInstall,
): Pick<Report, 'fixes' | 'refusal'> {
  const outcome = installForBuild(model, found);
  if (outcome.kind === 'refused') return { refusal: outcome.reason };
  const { title, edits } = outcome;
  return { fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits }] };
}
