# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag guestbook .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 guestbook

FROM rust:1.98-slim-trixie AS build
WORKDIR /src
RUN --mount=type=bind,source=healthcheck.rs,target=/tmp/healthcheck.rs \
    mkdir -p /out && \
    rustc --edition 2021 -O -C strip=symbols -o /out/healthcheck /tmp/healthcheck.rs
ENV CARGO_TARGET_DIR=/target
ARG TARGETARCH
# Cargo goes by the times of files, and those of a checkout may be older than the cache.
RUN --mount=type=bind,source=.,target=.,rw \
    --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/usr/local/cargo/git/db \
    --mount=type=cache,id=guestbook-target-$TARGETARCH,target=/target,sharing=locked \
    find /src -type f -exec touch {} + && \
    cargo build --locked --release --package guestbook --bin guestbook && \
    install -D /target/release/guestbook /out/guestbook

FROM debian:trixie-slim AS runtime
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && \
    apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates tzdata
WORKDIR /app
COPY --link assets ./assets
COPY --link --from=build /out/ /usr/local/bin/

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="guestbook" \
      org.opencontainers.image.description="A guest book." \
      org.opencontainers.image.source="https://example.org/guestbook" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PORT=8080
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \
    CMD ["/usr/local/bin/healthcheck", "8080", "/healthz"]
ENTRYPOINT ["/usr/local/bin/guestbook"]
