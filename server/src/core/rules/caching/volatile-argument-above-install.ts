import type { DockerfileModel } from '../../model/model';
import { findVolatileArguments, type VolatileArgument } from '../../model/volatile-arguments';
import { moveInstructions } from '../../rewrite/move-instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'volatile-argument-above-install',
  code: 'IH411',
  category: 'caching',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A build argument with another value in each build stands above an install.',
  why: 'A build argument is a variable of every RUN below its ARG, also of those that do not name it. A commit or a date has a new value in each build, so none of these RUNs is ever taken from the cache: all packages are installed again. Declare such an argument, and the LABEL that shows it, below the installs.',
  fixNotes:
    'The ARG moves to the first instruction that names it, or to the first RUN of which it is not known what it reads; a LABEL or ENV that only has the value moves along, and where nothing else uses it, they go below the last RUN. It is `unsafe` where packages of a language are installed, because a script of a package could read the variable.',
  equivalents: {},
  messages: {
    repeats: 'Each new value of "{{name}}" repeats "{{install}}", which does not use it.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        ARG GIT_SHA
        #   ^^^^^^^ volatile-argument-above-install
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        COPY . .
        ENV GIT_SHA=$GIT_SHA
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        COPY . .
        ARG GIT_SHA
        ENV GIT_SHA=$GIT_SHA
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        ARG BUILD_DATE=unknown
        #   ^^^^^^^^^^ volatile-argument-above-install
        LABEL org.opencontainers.image.created=$BUILD_DATE
        RUN apt-get update \
            && apt-get install -y --no-install-recommends curl \
            && rm -rf /var/lib/apt/lists/*
        USER nobody
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends curl \
            && rm -rf /var/lib/apt/lists/*
        ARG BUILD_DATE=unknown
        LABEL org.opencontainers.image.created=$BUILD_DATE
        USER nobody
      `,
    },
  ],
  *check(model) {
    for (const found of findVolatileArguments(model)) {
      const [install] = found.installs;
      if (install === undefined) continue;
      const fix = moveDown(model, found);
      yield {
        message: 'repeats',
        data: {
          name: found.assignment.name.text,
          install: `${install.manager.id} ${install.verb.words.join(' ')}`.trim(),
        },
        span: found.assignment.name.span,
        related: [{ span: install.verbWord.span, message: 'The install.' }],
        ...(fix === undefined
          ? { refusal: 'Between here and its use the argument is declared again.' }
          : { fixes: [fix] }),
      };
    }
  },
});

function moveDown(model: DockerfileModel, found: VolatileArgument): Fix | undefined {
  const { stage, instruction, assignment, carriers, user, installs } = found;
  const lastRun = stage.instructions.findLast(({ keyword }) => keyword === 'RUN');
  const start = lastRun?.span.start ?? 0;
  const above = user ?? carriers.find(({ span }) => start < span.start);
  const place = above ?? lastRun;
  if (place === undefined) return undefined;
  const isRepeated = stage.instructions.some(
    (each) =>
      each !== instruction &&
      each.keyword === 'ARG' &&
      each.assignments.some(({ name }) => name.text === assignment.name.text),
  );
  if (isRepeated) return undefined;
  const moved = [instruction, ...carriers.filter(({ span }) => span.start < place.span.start)];
  const isOfSystem = installs.every(({ manager }) => manager.kind === 'system');
  return {
    title: `Declare it ${above === undefined ? 'below the last RUN' : 'where it is used'}`,
    applicability: isOfSystem ? 'safe' : 'unsafe',
    phase: 'structure',
    edits: moveInstructions(model, moved, place, above === undefined ? 'below' : 'above'),
  };
}
