import bindManifests from '../../server/src/core/assists/bind-manifests';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases, type AssistCase } from '../harness/assist-cases';

const stage = (copy: string, run: string, ...rest: readonly string[]): string =>
  [
    'FROM node:24-trixie-slim',
    'WORKDIR /app',
    `COPY <CURSOR>${copy}`,
    `RUN ${run}`,
    ...rest,
    '',
  ].join('\n');

const refused = (title: string, reason: RegExp, before: string): AssistCase => ({
  title,
  before,
  reason,
});

const manifests = 'package.json package-lock.json ./';

const cases: readonly AssistCase[] = [
  {
    title: 'patterns and members of a workspace, by the project',
    files: {
      'package.json': '{}',
      'package-lock.json': '{}',
      'apps/api/package.json': '{}',
    },
    before: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY package*.json ./
      COPY apps/api/package.json apps/api/
      RUN --mount=type=cache,target=/root/.npm <CURSOR>npm ci
      ENV NODE_ENV=production
      COPY . .
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      RUN --mount=type=cache,target=/root/.npm \
          --mount=type=bind,source=package-lock.json,target=package-lock.json \
          --mount=type=bind,source=package.json,target=package.json \
          --mount=type=bind,source=apps/api/package.json,target=apps/api/package.json \
          npm ci
      ENV NODE_ENV=production
      COPY . .
    `,
  },
  {
    title: 'a stage for the packages alone',
    before: dockerfile`
      FROM node:24-trixie-slim AS deps
      WORKDIR /app
      COPY <CURSOR>package.json package-lock.json ./
      RUN npm ci --omit=dev
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY --from=deps /app/node_modules ./node_modules
      COPY . .
    `,
    after: dockerfile`
      FROM node:24-trixie-slim AS deps
      WORKDIR /app
      RUN --mount=type=bind,source=package.json,target=package.json \
          --mount=type=bind,source=package-lock.json,target=package-lock.json \
          npm ci --omit=dev
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY --from=deps /app/node_modules ./node_modules
      COPY . .
    `,
  },
  {
    title: 'another folder than the working directory',
    before: dockerfile`
      FROM golang:1.26 AS build
      WORKDIR /src
      COPY <CURSOR>go.mod go.sum /src/
      RUN go mod download
      COPY . /src
      RUN go build -o /a .
    `,
    after: dockerfile`
      FROM golang:1.26 AS build
      WORKDIR /src
      RUN --mount=type=bind,source=go.mod,target=go.mod \
          --mount=type=bind,source=go.sum,target=go.sum \
          go mod download
      COPY . /src
      RUN go build -o /a .
    `,
  },
  { title: 'sources are no manifests', before: stage('src ./src', 'npm ci', 'COPY . .') },
  { title: 'no install', before: stage(manifests, 'node build.js', 'COPY . .') },
  refused(
    'an install that writes',
    /may write to its manifests/,
    stage(manifests, 'npm install', 'COPY . .'),
  ),
  refused(
    'a lock file that may change',
    /may write/,
    stage('package.json yarn.lock ./', 'yarn install', 'COPY . .'),
  ),
  refused(
    'another command',
    /Another command/,
    stage(manifests, 'npm ci && npm run build', 'COPY . .'),
  ),
  refused(
    'a later RUN',
    /A later RUN/,
    stage(manifests, 'npm ci', 'RUN npm run build', 'COPY . .'),
  ),
  refused('nothing brings them', /no later COPY/, stage(manifests, 'npm ci', 'COPY src ./src')),
  refused(
    'a pattern of unknown files',
    /pattern of the COPY/,
    stage('package*.json ./', 'npm ci', 'COPY . .'),
  ),
  refused(
    'changed rights',
    /changes the files/,
    stage(`--chmod=644 ${manifests}`, 'npm ci', 'COPY . .'),
  ),
  refused(
    'an old frontend',
    /does not know mounts/,
    `# syntax=docker/dockerfile:1.1\n${stage(manifests, 'npm ci', 'COPY . .')}`,
  ),
  refused(
    'folders for another user',
    /would belong to root/,
    dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      USER node
      COPY <CURSOR>apps/a/package.json apps/a/
      RUN npm ci
      COPY . .
    `,
  ),
  refused(
    'a stage that others start from',
    /The image needs the manifests/,
    dockerfile`
      FROM node:24-trixie-slim AS deps
      WORKDIR /app
      COPY <CURSOR>package.json package-lock.json ./
      RUN npm ci
      FROM deps
      COPY . .
    `,
  ),
  refused(
    'a stage whose folder is copied',
    /Another stage may copy/,
    dockerfile`
      FROM node:24-trixie-slim AS deps
      WORKDIR /app
      COPY <CURSOR>package.json package-lock.json ./
      RUN npm ci
      FROM node:24-trixie-slim
      COPY --from=deps /app /app
    `,
  ),
  {
    title: 'a file that is missing',
    files: { 'package.json': '{}' },
    before: stage(manifests, 'npm ci', 'COPY . .'),
    reason: /not in the build context/,
  },
];

testAssistCases(bindManifests, cases);
