# Stand-in for gcr.io/distroless/java17-debian13. Debian 13 has no Java 17, so it is that of Debian 12.
ARG BASE
FROM debian:12-slim AS packages
RUN apt-get update && mkdir /debs /made && cd /debs \
 && apt-get download -q openjdk-17-jre-headless libexpat1 libfontconfig1 libfreetype6 libjpeg62-turbo liblcms2-2 libpng16-16 zlib1g \
 && for file in *.deb; do dpkg-deb -x "$file" /made; done \
 && rm -rf /made/usr/share/doc /made/usr/share/man /made/usr/share/lintian && mkdir -p /made/usr/bin \
 && ln -s ../lib/jvm/java-17-openjdk-amd64/bin/java /made/usr/bin/java

FROM ${BASE}
COPY --from=packages /made/etc /etc
COPY --from=packages /made/usr /usr
ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64 LANG=C.UTF-8
ENTRYPOINT ["/usr/bin/java", "-jar"]
