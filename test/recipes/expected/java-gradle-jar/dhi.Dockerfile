# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag pier-lights .
# Run:   docker run --rm --read-only --tmpfs /tmp:exec --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 pier-lights

# The dependencies, which change less often than the sources.
FROM --platform=$BUILDPLATFORM dhi.io/gradle:9.7-jdk21-dev AS deps
WORKDIR /src
RUN --mount=type=bind,source=settings.gradle,target=settings.gradle \
    --mount=type=bind,source=build.gradle,target=build.gradle \
    --mount=type=cache,target=/root/.gradle,sharing=locked \
    gradle --no-daemon dependencies

FROM deps AS build
# A JRE runs no sources, so what asks for the health is compiled here.
RUN --mount=type=bind,source=healthcheck/HealthCheck.java,target=healthcheck/HealthCheck.java \
    javac -d /opt/healthcheck healthcheck/HealthCheck.java
COPY --link . ./
RUN --mount=type=cache,target=/root/.gradle,sharing=locked \
    gradle --no-daemon jar && \
    mkdir /app && \
    mv build/libs/*.jar /app/app.jar

FROM dhi.io/eclipse-temurin:21 AS runtime
WORKDIR /app
COPY --link --from=build /opt/healthcheck /opt/healthcheck
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
    CMD ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx16m", "-cp", "/opt/healthcheck", "HealthCheck", "8080", "/healthz"]
CMD ["java", "-jar", "app.jar"]
