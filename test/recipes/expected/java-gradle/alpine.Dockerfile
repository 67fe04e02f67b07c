# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag ferry-board .
# Run:   docker run --rm --read-only --tmpfs /tmp:exec --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 ferry-board

# The dependencies, which change less often than the sources.
FROM --platform=$BUILDPLATFORM gradle:9.7-jdk25-noble AS deps
WORKDIR /src
RUN --mount=type=bind,source=settings.gradle.kts,target=settings.gradle.kts \
    --mount=type=bind,source=build.gradle.kts,target=build.gradle.kts \
    --mount=type=bind,source=gradle.properties,target=gradle.properties \
    --mount=type=cache,target=/home/gradle/.gradle,sharing=locked \
    gradle --no-daemon dependencies

FROM deps AS build
COPY --link . ./
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked \
    gradle --no-daemon installDist && \
    mv build/install/* /app

FROM eclipse-temurin:25-jre-alpine-3.24 AS runtime
WORKDIR /app
COPY --link --from=build --exclude=ferry-board*.jar /app/lib ./lib
COPY --link --from=build /app/lib/ferry-board*.jar ./lib/

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="ferry-board" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError -XX:+UseCompactObjectHeaders" \
    PORT=8080
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s --start-interval=2s --retries=3 \
    CMD ["wget", "-q", "-T", "2", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
CMD ["java", "-Dsun.net.httpserver.nodelay=true", "-cp", "lib/*", "com.example.ferry.ServerKt"]
