# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag worker --file apps/worker/Dockerfile .
# Run:   docker run --rm --init --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges worker

FROM node:24-trixie-slim AS base
WORKDIR /app
ENV PNPM_HOME=/pnpm
RUN --mount=type=cache,target=/root/.npm \
    npm install --global pnpm@10.20.0

# The packages that the program needs when it runs.
FROM base AS deps
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=pnpm-lock.yaml,target=pnpm-lock.yaml \
    --mount=type=bind,source=pnpm-workspace.yaml,target=pnpm-workspace.yaml \
    --mount=type=bind,source=apps/worker/package.json,target=apps/worker/package.json \
    --mount=type=bind,source=packages/queue/package.json,target=packages/queue/package.json \
    --mount=type=cache,id=pnpm,target=/pnpm/store \
    pnpm install --frozen-lockfile --prod --filter="@mail-room/worker..."

# All packages, to build with.
FROM base AS build
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=pnpm-lock.yaml,target=pnpm-lock.yaml \
    --mount=type=bind,source=pnpm-workspace.yaml,target=pnpm-workspace.yaml \
    --mount=type=bind,source=apps/worker/package.json,target=apps/worker/package.json \
    --mount=type=bind,source=packages/queue/package.json,target=packages/queue/package.json \
    --mount=type=cache,id=pnpm,target=/pnpm/store \
    pnpm install --frozen-lockfile
COPY --link . .
RUN pnpm --filter=@mail-room/worker run build

FROM node:24-trixie-slim AS runtime
WORKDIR /app
# The packages of the root and of its members, and the links between them.
COPY --link --from=deps /app /app
COPY --link --parents packages/queue/index.d.ts packages/queue/index.js packages/queue/package.json ./
COPY --link --from=build --exclude=**/*.map /app/apps/worker/dist ./apps/worker/dist
COPY --link --parents apps/worker/package.json ./
WORKDIR /app/apps/worker

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="worker" \
      org.opencontainers.image.description="Takes letters from a queue." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production
USER 1000:1000
CMD ["node", "dist/main.js"]
