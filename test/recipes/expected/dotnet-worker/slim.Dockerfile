# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag report-writer .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges report-writer

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG TARGETARCH
WORKDIR /src
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1
COPY --link --parents Reports.csproj ./
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet restore Reports.csproj -a $TARGETARCH
COPY --link . ./
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish Reports.csproj -a $TARGETARCH -c Release -o /app

FROM mcr.microsoft.com/dotnet/runtime:10.0-noble AS runtime
WORKDIR /app
COPY --link --from=build /app ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="report-writer" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV DOTNET_EnableDiagnostics=0
USER 1654:1654
ENTRYPOINT ["./report-writer"]
