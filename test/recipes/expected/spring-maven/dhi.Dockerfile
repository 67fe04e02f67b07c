# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag harbour-log .
# Run:   docker run --rm --read-only --tmpfs /tmp:exec --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 harbour-log

# The dependencies, which change less often than the sources.
FROM --platform=$BUILDPLATFORM dhi.io/maven:3.9-jdk21-dev AS deps
WORKDIR /src
RUN --mount=type=bind,source=pom.xml,target=pom.xml \
    --mount=type=cache,target=/root/.m2/repository,sharing=locked \
    mvn -B -ntp dependency:go-offline

FROM deps AS build
# A JRE runs no sources, so what asks for the health is compiled here.
RUN --mount=type=bind,source=healthcheck/HealthCheck.java,target=healthcheck/HealthCheck.java \
    javac -d /opt/healthcheck healthcheck/HealthCheck.java
COPY --link . ./
RUN --mount=type=cache,target=/root/.m2/repository,sharing=locked \
    mvn -B -ntp -DskipTests package && \
    mv target/harbour-log-*.jar /tmp/app.jar && \
    java -Djarmode=tools -jar /tmp/app.jar extract --layers --destination /app

FROM dhi.io/eclipse-temurin:21 AS runtime
WORKDIR /app
COPY --link --from=build /opt/healthcheck /opt/healthcheck
COPY --link --from=build /app/dependencies/ ./
COPY --link --from=build /app/spring-boot-loader/ ./
COPY --link --from=build /app/snapshot-dependencies/ ./
COPY --link --from=build /app/application/ ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="harbour-log" \
      org.opencontainers.image.description="Which ships lie in the harbour" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError" \
    PORT=8080 \
    MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED=true
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=40s --start-interval=2s --retries=3 \
    CMD ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx16m", "-cp", "/opt/healthcheck", "HealthCheck", "8080", "/actuator/health/liveness"]
CMD ["java", "-jar", "app.jar"]
