# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag seat-counter .
# Run:   docker run --rm --init --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:3000:3000 seat-counter

FROM oven/bun:1.4-slim AS base
WORKDIR /app

# The packages that the program needs when it runs.
FROM base AS deps
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=bun.lock,target=bun.lock \
    --mount=type=cache,target=/root/.bun/install/cache \
    bun install --frozen-lockfile --production

FROM oven/bun:1.4-slim AS runtime
WORKDIR /app
COPY --link --from=deps /app/node_modules ./node_modules
COPY --link src ./src
COPY --link package.json ./
COPY --link tsconfig.json ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="seat-counter" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production \
    PORT=3000
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --start-interval=2s --retries=3 \
    CMD ["bun", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["bun", "src/server.ts"]
