# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag shop .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 shop

# Compiles for every platform on the one that builds.
FROM --platform=$BUILDPLATFORM cgr.dev/chainguard/go:latest AS build
WORKDIR /src
ENV CGO_ENABLED=0 \
    GOMODCACHE=/go/pkg/mod \
    GOCACHE=/root/.cache/go-build
RUN --mount=type=bind,source=go.mod,target=go.mod \
    --mount=type=bind,source=go.sum,target=go.sum \
    --mount=type=cache,target=/go/pkg/mod \
    go mod download
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=0.0.0
RUN --mount=type=bind,source=.,target=. \
    --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false -ldflags="-s -w -X main.version=${VERSION}" -o /out/ ./cmd/shop ./healthcheck

FROM cgr.dev/chainguard/static:latest AS runtime
WORKDIR /app
COPY --link templates ./templates
COPY --link --from=build /out/ /usr/local/bin/

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="shop" \
      org.opencontainers.image.source="https://github.com/example/shop" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PORT=8080
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \
    CMD ["/usr/local/bin/healthcheck", "8080", "/healthz"]
ENTRYPOINT ["/usr/local/bin/shop"]
