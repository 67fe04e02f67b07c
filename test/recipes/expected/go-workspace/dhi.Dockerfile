# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag api --file services/api/Dockerfile .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8081:8081 api

# Compiles for every platform on the one that builds.
FROM --platform=$BUILDPLATFORM dhi.io/golang:1.27-debian13-dev AS build
WORKDIR /src
ENV CGO_ENABLED=0
ARG TARGETOS
ARG TARGETARCH
RUN --mount=type=bind,source=.,target=. \
    --mount=type=cache,target=/root/.cache/go-build \
    GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false -ldflags="-s -w" -o /out/ ./services/api ./services/api/healthcheck

FROM dhi.io/static:20250419-debian13 AS runtime
WORKDIR /app
COPY --link --from=build /out/ /usr/local/bin/

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="api" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
EXPOSE 8081
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \
    CMD ["/usr/local/bin/healthcheck", "8081", "/healthz"]
ENTRYPOINT ["/usr/local/bin/api"]
