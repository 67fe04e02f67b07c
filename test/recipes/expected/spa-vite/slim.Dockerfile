# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag berth-map .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 berth-map

# The files are the same for every platform.
FROM --platform=$BUILDPLATFORM node:24-trixie-slim AS build
WORKDIR /app
ENV NPM_CONFIG_UPDATE_NOTIFIER=false
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=cache,target=/root/.npm \
    npm ci
COPY --link . .
ARG VITE_BERTHS_URL
RUN npm run build

FROM nginxinc/nginx-unprivileged:1.30-trixie AS runtime
COPY --link nginx.conf /etc/nginx/nginx.conf
COPY --link --from=build --exclude=**/*.map /app/dist /usr/share/nginx/html

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="berth-map" \
      org.opencontainers.image.description="Shows free berths." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 101:101
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["nginx"]
CMD ["-e", "stderr", "-g", "daemon off;"]
