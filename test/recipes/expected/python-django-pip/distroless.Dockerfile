# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag app .
# Run:   docker run --rm --read-only --tmpfs /tmp --volume app-app-media:/app/media --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8000:8000 app

FROM debian:trixie-slim AS base
WORKDIR /app
# The same Python as in the image that runs, at the same path.
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && \
    apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates python3 python3-pip python3-venv

# The packages that the program needs when it runs, in a virtual environment.
FROM base AS deps
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
RUN --mount=type=bind,source=requirements.txt,target=requirements.txt \
    --mount=type=cache,target=/root/.cache/pip \
    python3 -m venv --without-pip .venv && \
    python3 -m pip --python .venv/bin/python install --require-hashes --requirement requirements.txt
ENV PATH=/app/.venv/bin:$PATH

# What is made of the sources.
FROM deps AS build
COPY --link club ./club
COPY --link config ./config
COPY --link manage.py ./
RUN SECRET_KEY=only-for-the-build python manage.py collectstatic --noinput
RUN mkdir -p /app/media && \
    python3 -m compileall -q --invalidation-mode unchecked-hash club config

FROM gcr.io/distroless/python3-debian13:nonroot AS runtime
WORKDIR /app
COPY --link --from=deps /app/.venv ./.venv
COPY --link --from=build /app/club ./club
COPY --link --from=build /app/config ./config
COPY --link --from=build /app/manage.py ./
COPY --link --from=build /app/staticfiles ./staticfiles
COPY --link --from=build --chown=65532:65532 /app/media /app/media

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="app" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONFAULTHANDLER=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp
USER 65532:65532
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --start-interval=2s --retries=3 \
    CMD ["/app/.venv/bin/python", "-I", "-c", "import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=2); c.request('GET', '/healthz'); sys.exit(c.getresponse().status >= 400)"]
ENTRYPOINT ["gunicorn"]
CMD ["--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--graceful-timeout", "20", "config.wsgi:application"]
