# docker/dockerfile:1 itself, from the Go module of BuildKit: generated files are built as they are, syntax line and all.
ARG BASE
FROM ${BASE} AS build
ARG VERSION
RUN go mod download github.com/moby/buildkit@${VERSION} && cp -r /go/pkg/mod/github.com/moby/buildkit@${VERSION} /src && cd /src \
 && CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /dockerfile-frontend ./frontend/dockerfile/cmd/dockerfile-frontend \
 && go clean -cache -modcache && rm -rf /src

FROM scratch
COPY --from=build /dockerfile-frontend /bin/dockerfile-frontend
LABEL moby.buildkit.frontend.network.none="true" \
      moby.buildkit.frontend.caps="moby.buildkit.frontend.inputs,moby.buildkit.frontend.subrequests,moby.buildkit.frontend.contexts"
ENTRYPOINT ["/bin/dockerfile-frontend"]
