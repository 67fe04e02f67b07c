# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag harbour-rules .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 harbour-rules

# The files are the same for every platform.
FROM --platform=$BUILDPLATFORM python:3.14-slim-trixie AS build
WORKDIR /src
RUN --mount=type=bind,source=requirements.txt,target=requirements.txt \
    --mount=type=cache,target=/root/.cache/pip \
    pip install --requirement requirements.txt
COPY --link . .
RUN mkdocs build --strict --site-dir /tmp/site

FROM dhi.io/nginx:1.30-alpine3.24 AS runtime
COPY --link nginx.conf /etc/nginx/nginx.conf
COPY --link --from=build /tmp/site /usr/share/nginx/html

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="harbour-rules" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["nginx"]
CMD ["-e", "stderr", "-g", "daemon off;"]
