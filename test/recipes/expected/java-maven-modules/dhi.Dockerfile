# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag tide-server --file server/Dockerfile .
# Run:   docker run --rm --read-only --tmpfs /tmp:exec --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 tide-server

# The dependencies, which change less often than the sources.
FROM --platform=$BUILDPLATFORM eclipse-temurin:17-jdk-noble AS deps
WORKDIR /src
COPY --link --chmod=0755 mvnw ./
COPY --link .mvn ./.mvn
RUN --mount=type=bind,source=pom.xml,target=pom.xml \
    --mount=type=bind,source=tides/pom.xml,target=tides/pom.xml \
    --mount=type=bind,source=server/pom.xml,target=server/pom.xml \
    --mount=type=cache,target=/root/.m2/repository,sharing=locked \
    ./mvnw -B -ntp -pl server -am dependency:go-offline

FROM deps AS build
# A JRE runs no sources, so what asks for the health is compiled here.
RUN --mount=type=bind,source=server/healthcheck/HealthCheck.java,target=healthcheck/HealthCheck.java \
    javac -d /opt/healthcheck healthcheck/HealthCheck.java
COPY --link --exclude=mvnw . ./
RUN --mount=type=cache,target=/root/.m2/repository,sharing=locked \
    ./mvnw -B -ntp -pl server -am -DskipTests package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib && \
    mkdir /app && \
    mv server/target/lib /app/lib && \
    mv server/target/tide-server-*.jar /app/app.jar

FROM dhi.io/eclipse-temurin:17 AS runtime
WORKDIR /app
COPY --link --from=build /opt/healthcheck /opt/healthcheck
COPY --link --from=build /app/lib ./lib
COPY --link --from=build /app/app.jar ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="tide-server" \
      org.opencontainers.image.description="Serves the times of high water" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError" \
    PORT=8080
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s --start-interval=2s --retries=3 \
    CMD ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx16m", "-cp", "/opt/healthcheck", "HealthCheck", "8080", "/healthz"]
CMD ["java", "-cp", "app.jar:lib/*", "com.example.server.Server"]
