# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag app .
# Run:   docker run --rm --init --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:9292:9292 app

FROM ruby:3.4-alpine3.24 AS base
WORKDIR /app
ENV RACK_ENV=production \
    BUNDLE_DEPLOYMENT=1 \
    BUNDLE_PATH=/usr/local/bundle \
    BUNDLE_WITHOUT=development:test

FROM base AS build
# To compile gems that have no ready version.
RUN apk add --no-cache build-base git pkgconf yaml-dev
RUN --mount=type=bind,source=Gemfile,target=Gemfile \
    --mount=type=bind,source=Gemfile.lock,target=Gemfile.lock \
    --mount=type=bind,source=.ruby-version,target=.ruby-version \
    --mount=type=cache,target=/usr/local/bundle/ruby/3.4.0/cache,sharing=locked \
    bundle install && \
    rm -rf /usr/local/bundle/ruby/*/bundler/gems/*/.git
COPY --link . .

FROM base AS runtime
# What Ruby and its gems load.
RUN apk add --no-cache libstdc++
RUN addgroup -g 65532 -S nonroot && \
    adduser -u 65532 -S -D -H -G nonroot nonroot
COPY --link --from=build /usr/local/bundle /usr/local/bundle
COPY --link --from=build /app /app

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="app" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV HOME=/tmp \
    PORT=9292 \
    RUBY_YJIT_ENABLE=1
USER 65532:65532
EXPOSE 9292
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --start-interval=2s --retries=3 \
    CMD ["ruby", "-rnet/http", "-e", "exit(Net::HTTP.get_response(URI('http://127.0.0.1:9292/healthz')).is_a?(Net::HTTPSuccess))"]
CMD ["bundle", "exec", "puma", "--bind", "tcp://0.0.0.0:9292"]
