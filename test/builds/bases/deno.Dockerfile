# Stand-ins for denoland/deno:debian-VERSION and distroless-VERSION: the program of the npm package, started by tini.
ARG BASE
FROM debian:13-slim AS init
RUN apt-get update && apt-get install -y --no-install-recommends tini

FROM ${BASE} AS debian
RUN groupadd --gid 1993 deno && useradd --uid 1993 --gid deno deno && mkdir /deno-dir && chown deno:deno /deno-dir
COPY --from=program --chmod=755 deno /usr/bin/deno
COPY --from=init /usr/bin/tini-static /tini
COPY --chmod=755 deno-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
COPY --from=host ca-certificates.crt /usr/local/share/stand-in.crt
ENV DENO_DIR=/deno-dir/ DENO_INSTALL_ROOT=/usr/local DENO_CERT=/usr/local/share/stand-in.crt
RUN deno --version
ENTRYPOINT ["/tini", "--", "docker-entrypoint.sh"]
CMD ["--version"]

FROM ${BASE} AS distroless
COPY --from=program --chmod=755 deno /bin/deno
COPY --from=init /usr/bin/tini-static /tini
ENV DENO_INSTALL_ROOT=/usr/local
ENTRYPOINT ["/tini", "--", "/bin/deno"]
CMD ["--version"]
