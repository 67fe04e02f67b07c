# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag rail-app --file app/Dockerfile .
# Run:   docker run --rm --read-only --tmpfs /tmp:exec --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:9000:9000 rail-app

# The dependencies, which change less often than the sources.
FROM --platform=$BUILDPLATFORM gradle:9.7-jdk21-noble AS deps
WORKDIR /src
COPY --link gradle ./gradle
RUN --mount=type=bind,source=settings.gradle.kts,target=settings.gradle.kts \
    --mount=type=bind,source=build.gradle.kts,target=build.gradle.kts \
    --mount=type=bind,source=app/build.gradle.kts,target=app/build.gradle.kts \
    --mount=type=bind,source=timetable/build.gradle.kts,target=timetable/build.gradle.kts \
    --mount=type=cache,target=/home/gradle/.gradle,sharing=locked \
    gradle --no-daemon :app:dependencies

FROM deps AS build
COPY --link . ./
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked \
    gradle --no-daemon :app:bootJar && \
    mv app/build/libs/*.jar /tmp/app.jar && \
    java -Djarmode=tools -jar /tmp/app.jar extract --layers --destination /app

FROM eclipse-temurin:21-jre-alpine-3.24 AS runtime
WORKDIR /app
COPY --link --from=build /app/dependencies/ ./
COPY --link --from=build /app/spring-boot-loader/ ./
COPY --link --from=build /app/snapshot-dependencies/ ./
COPY --link --from=build /app/application/ ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="rail-app" \
      org.opencontainers.image.description="When the trains leave" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError" \
    MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED=true \
    MANAGEMENT_ENDPOINT_HEALTH_PROBES_ADD_ADDITIONAL_PATHS=true
USER 65532:65532
EXPOSE 9000
HEALTHCHECK --interval=30s --timeout=3s --start-period=40s --start-interval=2s --retries=3 \
    CMD ["wget", "-q", "-T", "2", "-O", "/dev/null", "http://127.0.0.1:9000/livez"]
CMD ["java", "-jar", "app.jar"]
