# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag app .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8000:8000 app

FROM debian:trixie-slim AS base
WORKDIR /app
# The same Python as in the image that runs, at the same path.
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && \
    apt-get update && \
    apt-get install -y --no-install-recommends python3

# The sources, compiled.
FROM base AS build
COPY --link lighthouse.py main.py ./
RUN python3 -m compileall -q --invalidation-mode unchecked-hash lighthouse.py

FROM gcr.io/distroless/python3-debian13:nonroot AS runtime
WORKDIR /app
COPY --link --from=build /app/__pycache__ ./__pycache__
COPY --link --from=build /app/lighthouse.py /app/main.py ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="app" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PYTHONUNBUFFERED=1 \
    PYTHONFAULTHANDLER=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    PORT=8000
USER 65532:65532
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --start-interval=2s --retries=3 \
    CMD ["/usr/bin/python3.13", "-I", "-c", "import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=2); c.request('GET', '/healthz'); sys.exit(c.getresponse().status >= 400)"]
CMD ["main.py"]
