# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag tide-tables .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8000:8000 tide-tables

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
COPY --link --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
ENV UV_LINK_MODE=copy \
    UV_COMPILE_BYTECODE=1 \
    UV_PYTHON_DOWNLOADS=never \
    UV_PYTHON=3.13
RUN --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
    --mount=type=bind,source=uv.lock,target=uv.lock \
    --mount=type=bind,source=.python-version,target=.python-version \
    --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-dev --no-install-project --no-editable
ENV PATH=/app/.venv/bin:$PATH

# The sources, compiled.
FROM base AS build
COPY --link app ./app
RUN python3 -m compileall -q --invalidation-mode unchecked-hash app

FROM gcr.io/distroless/python3-debian13:nonroot AS runtime
WORKDIR /app
COPY --link --from=deps /app/.venv ./.venv
COPY --link --from=build /app/app ./app

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="tide-tables" \
      org.opencontainers.image.description="High and low water for harbours, as a JSON service." \
      org.opencontainers.image.source="https://github.com/example/tide-tables" \
      org.opencontainers.image.licenses="MIT" \
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
ENTRYPOINT ["uvicorn"]
CMD ["app.main:app", "--host", "0.0.0.0", "--port", "8000", "--no-server-header", "--timeout-graceful-shutdown", "20"]
