# Stand-ins for oven/bun:VERSION-slim and -distroless: the program of the npm package for any 64-bit processor of AMD
# and Intel.
ARG BASE
FROM ${BASE} AS slim
RUN groupadd --gid 1000 bun && useradd --uid 1000 --gid bun --shell /bin/sh --create-home bun
COPY --from=program --chmod=755 bin/bun /usr/local/bin/bun
RUN ln -s bun /usr/local/bin/bunx && ln -s bun /usr/local/bin/node && bun --version
COPY --chmod=755 bun-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
COPY --from=host ca-certificates.crt /usr/local/share/stand-in.crt
ENV BUN_RUNTIME_TRANSPILER_CACHE_PATH=0 BUN_INSTALL_BIN=/usr/local/bin NODE_EXTRA_CA_CERTS=/usr/local/share/stand-in.crt
WORKDIR /home/bun/app
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["bun"]

FROM ${BASE} AS distroless
COPY --from=program --chmod=755 bin/bun /usr/local/bin/bun
ENV BUN_RUNTIME_TRANSPILER_CACHE_PATH=0 BUN_INSTALL_BIN=/usr/local/bin
ENTRYPOINT ["/usr/local/bin/bun"]
