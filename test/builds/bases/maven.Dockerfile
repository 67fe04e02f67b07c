# Stand-in for maven:3.9-eclipse-temurin-21: Debian's Maven 3.9.
ARG BASE
FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends git maven && rm -rf /var/lib/apt/lists/*
ENV MAVEN_HOME=/usr/share/maven MAVEN_CONFIG=/root/.m2
COPY --chmod=755 plain-entrypoint.sh /usr/local/bin/mvn-entrypoint.sh
RUN mvn --version
ENTRYPOINT ["/usr/local/bin/mvn-entrypoint.sh"]
CMD ["mvn"]
