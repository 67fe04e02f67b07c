# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag app .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 app

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
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIPENV_VENV_IN_PROJECT=1 \
    PIPENV_NOSPIN=1
RUN --mount=type=cache,target=/root/.cache/pip \
    python3 -m venv /opt/pipenv && \
    /opt/pipenv/bin/pip install pipenv==2026.10.3
RUN --mount=type=bind,source=Pipfile,target=Pipfile \
    --mount=type=bind,source=Pipfile.lock,target=Pipfile.lock \
    --mount=type=cache,target=/root/.cache/pipenv \
    --mount=type=cache,target=/root/.cache/pip \
    python3 -m venv --without-pip .venv && \
    /opt/pipenv/bin/pipenv sync
ENV PATH=/app/.venv/bin:$PATH

# The sources, compiled.
FROM base AS build
COPY --link server.py ./

FROM gcr.io/distroless/python3-debian13:nonroot AS runtime
WORKDIR /app
COPY --link --from=deps /app/.venv ./.venv
COPY --link --from=build /app/server.py ./

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
    HOME=/tmp \
    PORT=8080
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --start-interval=2s --retries=3 \
    CMD ["/app/.venv/bin/python", "-I", "-c", "import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', 8080, timeout=2); c.request('GET', '/healthz'); sys.exit(c.getresponse().status >= 400)"]
ENTRYPOINT ["python"]
CMD ["server.py"]
