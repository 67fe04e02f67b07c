# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag app .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8000:8000 app

FROM python:3.14-alpine3.24 AS base
WORKDIR /app

# The sources, compiled.
FROM base AS build
COPY --link lighthouse.py main.py ./
RUN python3 -m compileall -q --invalidation-mode unchecked-hash lighthouse.py

FROM python:3.14-alpine3.24 AS runtime
RUN addgroup -S -g 65532 nonroot && \
    adduser -S -D -H -u 65532 -G nonroot -s /sbin/nologin nonroot
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
    CMD ["python", "-I", "-c", "import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=2); c.request('GET', '/healthz'); sys.exit(c.getresponse().status >= 400)"]
CMD ["python", "main.py"]
