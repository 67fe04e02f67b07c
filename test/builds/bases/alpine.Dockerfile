# Partial stand-ins for alpine and node:24-alpine: the userland is BusyBox (ash, its addgroup and adduser, wget), there
# is no bash and no apt. The C library is glibc: nothing about musl is proved. `apk add` installs nothing.
ARG BASE
FROM ${BASE} AS busybox
RUN apt-get update && apt-get install -y --no-install-recommends build-essential bzip2 dpkg-dev \
 && sed -i 's/^deb /deb-src /' /etc/apt/sources.list && apt-get update && cd /tmp && apt-get source busybox && mv busybox-*/ busybox
# The 64-bit `tc` applet does not compile against current kernel headers.
RUN cd /tmp/busybox && make defconfig >/dev/null \
 && sed -i 's/.*CONFIG_STATIC[ =].*/CONFIG_STATIC=y/; s/^CONFIG_TC=y/# CONFIG_TC is not set/' .config \
 && (yes '' | make oldconfig >/dev/null) && make -j4 busybox >/dev/null \
 && mkdir -p /made/bin /made/sbin /made/usr/bin /made/usr/sbin && cp busybox /made/bin/ \
 && ./busybox --list-full | while read -r path; do [ "$path" = bin/busybox ] || ln -s /bin/busybox "/made/$path"; done

FROM scratch AS alpine
COPY --from=busybox /made /
COPY --chmod=755 apk.sh /sbin/apk
COPY --from=host ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
RUN mkdir -p /etc/apk /tmp /root /home /var/cache /var/log /run /usr/local/bin && chmod 1777 /tmp \
 && echo 3.22.0 > /etc/alpine-release && echo /bin/sh > /etc/shells \
 && printf '%s\n' 'NAME="Alpine Linux"' ID=alpine VERSION_ID=3.22.0 > /etc/os-release \
 && printf '%s\n' root:x:0:0:root:/root:/bin/sh nobody:x:65534:65534:nobody:/:/sbin/nologin > /etc/passwd \
 && printf '%s\n' root:x:0:root nobody:x:65534: > /etc/group && echo 'root:*::0:::::' > /etc/shadow
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["/bin/sh"]

FROM ${BASE} AS libraries
RUN mkdir -p /made/lib64 /made/lib/x86_64-linux-gnu && cp -L /lib64/ld-linux-x86-64.so.2 /made/lib64/ \
 && apt-get update && apt-get install -y --no-install-recommends libatomic1 libgcc-s1 libstdc++6 && cd /usr/lib/x86_64-linux-gnu \
 && cp -L lib[cm].so.6 libdl.so.2 libpthread.so.0 librt.so.1 libgcc_s.so.1 libstdc++.so.6 libatomic.so.1 libnss_dns.so.2 \
    libnss_files.so.2 libresolv.so.2 /made/lib/x86_64-linux-gnu/

FROM alpine AS node-alpine
COPY --from=libraries /made /
RUN addgroup -g 1000 node && adduser -u 1000 -G node -s /bin/sh -D node
COPY --from=node . /
COPY --chmod=755 node-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN mkdir -p /usr/local/etc && printf '%s\n' cafile=/etc/ssl/certs/ca-certificates.crt nodedir=/usr/local > /usr/local/etc/npmrc && node -v && npm -v
ARG NODE_VERSION
ENV NODE_VERSION=${NODE_VERSION} YARN_VERSION=1.22.22
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt COREPACK_INTEGRITY_KEYS=0
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]
