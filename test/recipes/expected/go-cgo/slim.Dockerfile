# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag notes .
# Run:   docker run --rm --read-only --tmpfs /tmp --volume notes-data:/data --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8090:8090 notes

# C code is compiled too, so this stage runs on the platform that the image is for.
FROM golang:1.27-trixie AS build
WORKDIR /src
ENV CGO_ENABLED=1
RUN --mount=type=bind,source=go.mod,target=go.mod \
    --mount=type=bind,source=go.sum,target=go.sum \
    --mount=type=cache,target=/go/pkg/mod \
    go mod download
RUN mkdir -p /empty/data
RUN --mount=type=bind,source=.,target=. \
    --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    go build -trimpath -buildvcs=false -ldflags="-s -w" -o /out/ . ./healthcheck

FROM debian:trixie-slim AS runtime
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && \
    apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates tzdata
WORKDIR /app
COPY --link --from=build --chown=65532:65532 /empty/data /data
COPY --link --from=build /out/ /usr/local/bin/

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="notes" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
EXPOSE 8090
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \
    CMD ["/usr/local/bin/healthcheck", "8090", "/healthz"]
ENTRYPOINT ["/usr/local/bin/notes"]
