# Stand-ins for gcr.io/distroless: unpacked Debian packages on nothing. No shell, no package manager.
ARG BASE
FROM ${BASE} AS packages
COPY --chmod=755 distroless-unpack.sh /unpack
RUN apt-get update && /unpack

FROM scratch AS static
COPY --from=packages /static /
COPY --from=host ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
ARG UID=0
ARG HOME=/
USER ${UID}
WORKDIR ${HOME}

FROM static AS base
COPY --from=packages /base /

FROM base AS cc
COPY --from=packages /cc /

FROM cc AS nodejs
COPY --from=packages /node /
COPY --from=node usr/local/bin/node /nodejs/bin/node
ENTRYPOINT ["/nodejs/bin/node"]

FROM cc AS python3
COPY --from=packages /python /
ENV LANG=C.UTF-8
ENTRYPOINT ["/usr/bin/python3"]

FROM cc AS java21
COPY --from=packages /java /
ENV JAVA_HOME=/usr/lib/jvm/java-21-openjdk-amd64 LANG=C.UTF-8
ENTRYPOINT ["/usr/bin/java", "-jar"]
