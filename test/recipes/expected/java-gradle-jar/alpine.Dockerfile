# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag pier-lights .
# Run:   docker run --rm --read-only --tmpfs /tmp:exec --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 pier-lights

# The dependencies, which change less often than the sources.
FROM --platform=$BUILDPLATFORM gradle:9.7-jdk21-noble AS deps
WORKDIR /src
RUN --mount=type=bind,source=settings.gradle,target=settings.gradle \
    --mount=type=bind,source=build.gradle,target=build.gradle \
    --mount=type=cache,target=/home/gradle/.gradle,sharing=locked \
    gradle --no-daemon dependencies

FROM deps AS build
COPY --link . ./
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked \
    gradle --no-daemon jar && \
    mkdir /app && \
    mv build/libs/*.jar /app/app.jar

FROM eclipse-temurin:21-jre-alpine-3.24 AS runtime
WORKDIR /app
COPY --link --from=build /app/app.jar ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="pier-lights" \
      org.opencontainers.image.description="Tells which lights of the pier are on" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError" \
    PORT=8080
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s --start-interval=2s --retries=3 \
    CMD ["wget", "-q", "-T", "2", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
CMD ["java", "-jar", "app.jar"]
