# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag api --file apps/api/Dockerfile .
# Run:   docker run --rm --init --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:3000:3000 api

FROM node:26-trixie-slim AS base
WORKDIR /app
ENV NPM_CONFIG_UPDATE_NOTIFIER=false

# The packages that the program needs when it runs.
FROM base AS deps
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=bind,source=apps/api/package.json,target=apps/api/package.json \
    --mount=type=bind,source=packages/tariffs/package.json,target=packages/tariffs/package.json \
    --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --workspace=apps/api --ignore-scripts

# All packages, to build with.
FROM base AS build
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=bind,source=apps/api/package.json,target=apps/api/package.json \
    --mount=type=bind,source=packages/tariffs/package.json,target=packages/tariffs/package.json \
    --mount=type=cache,target=/root/.npm \
    npm ci
COPY --link . .
RUN npm run build --workspace=packages/tariffs && \
    npm run build --workspace=apps/api

FROM node:26-trixie-slim AS runtime
WORKDIR /app
# The packages of the root and of its members, and the links between them.
COPY --link --from=deps /app /app
COPY --link --from=build --exclude=**/*.map /app/packages/tariffs/dist ./packages/tariffs/dist
COPY --link --parents packages/tariffs/package.json ./
COPY --link --from=build --exclude=**/*.map /app/apps/api/dist ./apps/api/dist
COPY --link --parents apps/api/package.json ./
WORKDIR /app/apps/api

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="api" \
      org.opencontainers.image.description="Tells what a parcel costs." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production \
    PORT=3000
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --start-interval=2s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.js"]
