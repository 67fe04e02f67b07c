# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag app .
#        docker build --target web --tag app-web .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges app

FROM php:8.5-fpm-alpine3.24 AS base
WORKDIR /app
RUN cp /usr/local/etc/php/php.ini-production /usr/local/etc/php/php.ini
COPY --link docker/php.ini /usr/local/etc/php/conf.d/zz-app.ini
COPY --link docker/php-fpm.conf /usr/local/etc/php-fpm.d/zzz-app.conf

FROM base AS build
COPY --link . .

# The web server, an image of its own: docker build --target web
FROM nginxinc/nginx-unprivileged:1.30-alpine3.24-slim AS web
COPY --link docker/nginx.conf /etc/nginx/conf.d/default.conf
COPY --link --from=build /app/public /app/public
USER 101:101
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/livez"]
ENTRYPOINT ["nginx"]
CMD ["-e", "stderr", "-g", "daemon off;"]

FROM base AS runtime
COPY --link --from=build --exclude=docker/php.ini --exclude=docker/php-fpm.conf /app /app

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="app" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532:65532
EXPOSE 9000
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --start-interval=2s --retries=3 \
    CMD ["php", "-r", "exit(@fsockopen('127.0.0.1', 9000) === false ? 1 : 0);"]
CMD ["php-fpm"]
