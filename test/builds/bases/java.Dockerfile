# Stand-in for eclipse-temurin:VERSION-{jdk,jre}: Debian's OpenJDK with the account, the tools and the paths of the
# official image, which stands on Ubuntu 24.04.
ARG BASE
FROM ${BASE}
RUN groupadd --gid 1000 ubuntu && useradd --uid 1000 --gid ubuntu --create-home --shell /bin/bash ubuntu
ARG KIT
ARG VERSION
RUN mkdir -p /usr/share/man/man1 && apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl wget openjdk-${VERSION}-${KIT}-headless \
 && rm -rf /var/lib/apt/lists/* /usr/lib/jvm/*/lib/src.zip \
 && mkdir -p /opt/java && ln -s /usr/lib/jvm/java-${VERSION}-openjdk-amd64 /opt/java/openjdk
COPY --chmod=755 plain-entrypoint.sh /__cacert_entrypoint.sh
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH LANG=en_US.UTF-8 LANGUAGE=en_US:en LC_ALL=C.UTF-8
RUN java -version
ENTRYPOINT ["/__cacert_entrypoint.sh"]
