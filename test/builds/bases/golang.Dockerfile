# Stand-in for golang:VERSION: the real Go toolchain, from the module golang.org/toolchain.
ARG BASE
FROM ${BASE} AS toolchain
ARG GO_VERSION
COPY --from=host ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
RUN name=v0.0.1-go${GO_VERSION}.linux-amd64 \
 && curl -fsSo /tmp/go.zip https://proxy.golang.org/golang.org/toolchain/@v/$name.zip \
 && unzip -q /tmp/go.zip -d /tmp && mv /tmp/golang.org/toolchain@$name /tmp/go \
 && chmod -R go+rX,+x /tmp/go/bin /tmp/go/pkg/tool

FROM ${BASE}
COPY --from=host ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=toolchain /tmp/go /usr/local/go
ARG GO_VERSION
ENV GOLANG_VERSION=${GO_VERSION} GOTOOLCHAIN=local GOPATH=/go PATH=/go/bin:/usr/local/go/bin:$PATH
RUN mkdir -p /go/src /go/bin && chmod -R 1777 /go && go version
WORKDIR /go
CMD ["bash"]
