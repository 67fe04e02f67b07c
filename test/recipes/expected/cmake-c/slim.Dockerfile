# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag greeter .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:7000:7000 greeter

FROM debian:trixie-slim AS build
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && \
    apt-get update && \
    apt-get install -y --no-install-recommends ccache cmake gcc libc6-dev ninja-build
WORKDIR /src
RUN --mount=type=bind,source=healthcheck/healthcheck.c,target=healthcheck/healthcheck.c \
    mkdir -p /out && \
    gcc -O2 -Wall -static -s -o /out/healthcheck healthcheck/healthcheck.c
ENV CFLAGS="-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection" \
    LDFLAGS="-Wl,-z,relro,-z,now,-z,noexecstack -s"
ARG TARGETARCH
RUN --mount=type=bind,source=.,target=.,rw \
    --mount=type=cache,id=ccache-$TARGETARCH,target=/root/.cache/ccache \
    cmake -S . -B /build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_RUNTIME_OUTPUT_DIRECTORY=/out -DCMAKE_C_COMPILER_LAUNCHER=ccache && \
    cmake --build /build --target greeter

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
LABEL org.opencontainers.image.title="greeter" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
EXPOSE 7000
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \
    CMD ["/usr/local/bin/healthcheck", "7000"]
ENTRYPOINT ["/usr/local/bin/greeter"]
