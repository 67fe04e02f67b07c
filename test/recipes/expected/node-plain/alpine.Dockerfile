# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag notice-board .
# Run:   docker run --rm --init --read-only --tmpfs /tmp --volume notice-board-data:/data --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 notice-board

FROM node:24-alpine3.24 AS base
WORKDIR /app
ENV NPM_CONFIG_UPDATE_NOTIFIER=false
# Compilers for better-sqlite3, in case no compiled version is to be had.
RUN apk add --no-cache g++ make python3
RUN mkdir -p /data

# The packages that the program needs when it runs.
FROM base AS deps
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts && \
    npm rebuild better-sqlite3

FROM node:24-alpine3.24 AS runtime
WORKDIR /app
COPY --link --from=deps /app/node_modules ./node_modules
COPY --link lib ./lib
COPY --link views ./views
COPY --link server.js package.json ./
# A folder that the program may write to.
COPY --link --from=base --chown=1000:1000 /data /data

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="notice-board" \
      org.opencontainers.image.description="Shows notices on a board." \
      org.opencontainers.image.source="https://github.com/example/notice-board" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production \
    PORT=8080 \
    HOST=0.0.0.0
USER 1000:1000
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --start-interval=2s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
