# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag tide-board .
# Run:   docker run --rm --init --read-only --tmpfs /tmp --tmpfs /app/.next/cache --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:3000:3000 tide-board

FROM node:26-alpine3.24 AS build
WORKDIR /app
ENV NPM_CONFIG_UPDATE_NOTIFIER=false
ENV NEXT_TELEMETRY_DISABLED=1
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=cache,target=/root/.npm \
    npm ci
COPY --link . .
ARG NEXT_PUBLIC_HARBOUR
RUN --mount=type=cache,id=next-tide-board,target=/app/.next/cache,sharing=locked \
    npm run build

FROM node:26-alpine3.24 AS runtime
WORKDIR /app
# The server, and of the packages what it needs.
COPY --link --from=build /app/.next/standalone /app
COPY --link --from=build /app/.next/static ./.next/static
COPY --link --from=build /app/public ./public

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="tide-board" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    PORT=3000 \
    HOSTNAME=0.0.0.0
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --start-interval=2s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/api/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
