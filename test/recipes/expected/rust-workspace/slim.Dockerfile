# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag api --file crates/api/Dockerfile .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:9000:9000 api

FROM rust:1.95.0-slim-trixie AS build
WORKDIR /src
RUN --mount=type=bind,source=crates/api/healthcheck.rs,target=/tmp/healthcheck.rs \
    mkdir -p /out && \
    rustc --edition 2021 -O -C strip=symbols -o /out/healthcheck /tmp/healthcheck.rs
ENV CARGO_TARGET_DIR=/target
ARG TARGETARCH
# Cargo goes by the times of files, and those of a checkout may be older than the cache.
RUN --mount=type=bind,source=.,target=.,rw \
    --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/usr/local/cargo/git/db \
    --mount=type=cache,id=api-target-$TARGETARCH,target=/target,sharing=locked \
    find /src -type f -exec touch {} + && \
    cargo build --locked --release --package words-api --bin api && \
    install -D /target/release/api /out/api

FROM debian:trixie-slim AS runtime
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && \
    apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates tzdata
WORKDIR /app
COPY --link --from=build /out/ /usr/local/bin/

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="api" \
      org.opencontainers.image.description="Says words." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
EXPOSE 9000
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \
    CMD ["/usr/local/bin/healthcheck", "9000", "/healthz"]
ENTRYPOINT ["/usr/local/bin/api"]
