# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag tide-table .
# Run:   docker run --rm --init --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:3000:3000 tide-table

FROM node:26-trixie-slim AS base
WORKDIR /app
RUN --mount=type=cache,target=/root/.npm \
    npm install --global --force @yarnpkg/cli-dist@4.10.3

# The packages that the program needs when it runs.
FROM base AS deps
COPY --link --parents package.json yarn.lock .yarnrc.yml ./
RUN --mount=type=cache,target=/root/.yarn/berry/cache \
    yarn workspaces focus --production --all

# All packages, to build with.
FROM base AS build
COPY --link --parents package.json yarn.lock .yarnrc.yml ./
RUN --mount=type=cache,target=/root/.yarn/berry/cache \
    yarn install --immutable
COPY --link . .
RUN yarn run build

FROM node:26-trixie-slim AS runtime
WORKDIR /app
COPY --link --from=deps /app/node_modules ./node_modules
COPY --link --from=build --exclude=**/*.map /app/dist ./dist
COPY --link package.json ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="tide-table" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production \
    PORT=3000
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --start-interval=2s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.js"]
