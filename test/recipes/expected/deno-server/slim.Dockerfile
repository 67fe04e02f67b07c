# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag tides .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8000:8000 tides

# What the program imports, in a folder that it only reads when it runs.
FROM denoland/deno:debian-2.9.6 AS build
WORKDIR /app
ENV DENO_DIR=/deno-dir \
    DENO_NO_UPDATE_CHECK=1
COPY --link deno.json deno.lock ./
RUN deno install --frozen
COPY --link data ./data
COPY --link main.ts ./
RUN deno install --frozen --entrypoint main.ts

FROM denoland/deno:debian-2.9.6 AS runtime
WORKDIR /app
COPY --link --from=build /deno-dir /deno-dir
COPY --link data ./data
COPY --link main.ts deno.json deno.lock healthcheck.js ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="tides" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV DENO_DIR=/deno-dir \
    DENO_NO_UPDATE_CHECK=1 \
    PORT=8000
USER 1993:1993
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --start-interval=2s --retries=3 \
    CMD ["deno", "run", "--cached-only", "--no-prompt", "--no-code-cache", "--allow-net=127.0.0.1:8000", "/app/healthcheck.js"]
CMD ["run", "--cached-only", "--no-prompt", "--no-code-cache", "--allow-net", "--allow-env=PORT", "--allow-read=data", "main.ts"]
