import cacheProductionDependencies from '../../server/src/core/assists/cache-production-dependencies';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

const runtime = dockerfile`
  FROM node:24-trixie-slim
  WORKDIR /app
  COPY --from=build /app/node_modules ./node_modules
  COPY --from=build /app/dist ./dist
  CMD ["node", "dist/server.js"]
`;

const build = dockerfile`
  FROM node:24-trixie AS build
  WORKDIR /app
  COPY package*.json ./
  RUN npm ci
  COPY . .
  RUN npm run build && <CURSOR>npm prune --omit=dev
`;

function projectWith(more: object): Readonly<Record<string, string>> {
  const manifest = {
    scripts: { build: 'tsc' },
    dependencies: { express: '^5.0.0' },
    devDependencies: { typescript: '~5.9.0' },
    ...more,
  };
  return {
    'package.json': JSON.stringify(manifest),
    'package-lock.json': '{}',
    'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }',
    'src/server.ts': 'import express from "express";',
  };
}

const files = projectWith({});

testAssistCases(cacheProductionDependencies, [
  {
    title: 'the flags of the RUN go along, a name that is taken is not used, comments stay',
    before: `${dockerfile`
      FROM debian:13-slim AS dependencies
      RUN true

      FROM node:24-trixie AS build
      WORKDIR /app
      COPY package*.json ./
      RUN npm ci
      # The sources.
      COPY . .
      RUN npm run build
      RUN --mount=type=cache,target=/root/.npm npm <CURSOR>prune --omit=dev
    `}${runtime}`,
    after: `${dockerfile`
      FROM debian:13-slim AS dependencies
      RUN true

      FROM node:24-trixie AS dependencies-2
      WORKDIR /app
      COPY package*.json ./
      RUN npm ci

      FROM dependencies-2 AS production-dependencies
      RUN --mount=type=cache,target=/root/.npm npm prune --omit=dev

      FROM dependencies-2 AS build
      # The sources.
      COPY . .
      RUN npm run build
    `}${runtime.replace('--from=build /app/node_modules', '--from=production-dependencies /app/node_modules')}`,
    files,
  },
  {
    title: 'sources that are there before the install',
    before: `${dockerfile`
      FROM node:24-trixie AS build
      WORKDIR /app
      COPY . .
      RUN npm ci && npm run build && npm <CURSOR>prune --omit=dev
    `}${runtime}`,
    files,
  },
  {
    title: 'a copy of the whole folder',
    before: `${build}${dockerfile`
      FROM node:24-trixie-slim
      COPY --from=build /app /app
      CMD ["node", "/app/dist/server.js"]
    `}`,
    files,
  },
  {
    title: 'no project',
    before: `${build}${runtime}`,
  },
  {
    title: 'a build whose outputs are not known',
    before: `${build}${runtime}`,
    files: projectWith({ scripts: { build: './make.sh' } }),
    reason: /\S/,
  },
  {
    title: 'a script that changes packages',
    before: `${build}${runtime}`,
    files: projectWith({ scripts: { build: 'tsc', postinstall: 'patch-package' } }),
    reason: /^The script "postinstall" may write to node_modules\.$/,
  },
  {
    title: 'an argument that the build may use',
    before: `${build.replace('WORKDIR /app', 'ARG MODE\nWORKDIR /app')}${runtime}`,
    files,
    reason: /^An ARG of the stage would not reach the stages that start from it\.$/,
  },
  {
    title: 'a stage that goes on',
    before: `${build}COPY extra ./extra\n${runtime}`,
    files: { ...files, 'extra/a.txt': 'a' },
    reason: /^The stage goes on behind the command\.$/,
  },
  {
    title: 'a command that is not the last one',
    before: `${build.replace('--omit=dev', '--omit=dev && ls')}${runtime}`,
    files,
    reason: /^Something stands behind the command\.$/,
  },
  {
    title: 'a command that stands among others',
    before: `${build.replace('&& <CURSOR>npm prune', '; <CURSOR>npm prune')}${runtime}`,
    files,
    reason: /^The command stands among others\.$/,
  },
  {
    title: 'a stage that starts from the build',
    before: `${build}${dockerfile`
      FROM build AS test
      RUN npm test
    `}${runtime}`,
    files,
    reason: /^Another stage starts from this one\.$/,
  },
  {
    title: 'a number that names a stage',
    before: `${build}${runtime.replace('--from=build /app/dist', '--from=0 /app/dist')}`,
    files,
    reason: /^A number names a stage, and the numbers would change\.$/,
  },
]);
