# syntax=docker/dockerfile:1
# check=error=true

# Build: docker build --tag shop-api --file src/Shop.Api/Dockerfile .
# Run:   docker run --rm --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --publish 127.0.0.1:8080:8080 shop-api

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-alpine3.24 AS build
ARG TARGETARCH
WORKDIR /src
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1
COPY --link --parents Directory.Build.props Directory.Packages.props global.json src/Shop.Api/Shop.Api.csproj src/Shop.Domain/Shop.Domain.csproj ./
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet restore src/Shop.Api/Shop.Api.csproj -a $TARGETARCH
COPY --link . ./
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Shop.Api/Shop.Api.csproj -a $TARGETARCH -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine3.24 AS runtime
WORKDIR /app
COPY --link --from=build /app ./

# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="shop-api" \
      org.opencontainers.image.description="Offers what the shop has" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV DOTNET_EnableDiagnostics=0
USER 1654:1654
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --start-interval=2s --retries=3 \
    CMD ["wget", "-q", "-T", "2", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["./Shop.Api"]
