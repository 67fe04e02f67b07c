# Stand-in for gradle:8-jdk21: Debian's Gradle, which is 4.4 with patches for current JDKs.
ARG BASE
FROM ${BASE}
RUN userdel --remove ubuntu \
 && groupadd --gid 1000 gradle && useradd --uid 1000 --gid gradle --create-home --shell /bin/bash gradle \
 && mkdir /home/gradle/.gradle && chown gradle:gradle /home/gradle/.gradle && ln -s /home/gradle/.gradle /root/.gradle
RUN apt-get update && apt-get install -y --no-install-recommends git gradle unzip && rm -rf /var/lib/apt/lists/*
ENV GRADLE_HOME=/usr/share/gradle
WORKDIR /home/gradle
RUN gradle --version
CMD ["gradle"]
