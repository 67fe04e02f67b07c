import { planCacheMount } from '../rewrite/plan-cache-mount';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'add-cache-mount',
  title: 'Keep the cache of the package manager between builds',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Mounts the folder in which a package manager keeps its downloads as a cache, for the user that runs there, so that a repeated install downloads only what is new. What was in that folder is no longer in the image: that is why it is refused where a later step or the container reads it.',
  examples: [
    {
      before: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN <CURSOR>npm ci && npm cache clean --force
        COPY . .
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN --mount=type=cache,target=/root/.npm npm ci
        COPY . .
      `,
    },
    {
      before: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN go mod download
        COPY . .
        RUN <CURSOR>CGO_ENABLED=0 go build -o /server .

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /server /server
        ENTRYPOINT ["/server"]
      `,
      after: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN --mount=type=cache,target=/go/pkg/mod go mod download
        COPY . .
        RUN --mount=type=cache,target=/go/pkg/mod \
            --mount=type=cache,target=/root/.cache/go-build \
            CGO_ENABLED=0 go build -o /server .

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /server /server
        ENTRYPOINT ["/server"]
      `,
    },
    {
      before: dockerfile`
        FROM debian:13-slim
        RUN <CURSOR>apt-get update \
            && apt-get install -y --no-install-recommends curl \
            && rm -rf /var/lib/apt/lists/*
      `,
      after: dockerfile`
        FROM debian:13-slim
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
            --mount=type=cache,target=/var/lib/apt/lists,sharing=locked \
            rm -f /etc/apt/apt.conf.d/docker-clean \
            && echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache \
            && apt-get update \
            && apt-get install -y --no-install-recommends curl
      `,
    },
  ],
  run({ model, selection }) {
    const run = model.instructionAt(selection.start);
    const stage = run === undefined ? undefined : model.stageOf(run);
    if (run?.keyword !== 'RUN' || stage === undefined || !touchesSpan(run.span, selection)) {
      return undefined;
    }
    const plan = planCacheMount(model, stage, run);
    return plan?.kind === 'planned' ? { ...plan, kind: 'edits' } : plan;
  },
});
