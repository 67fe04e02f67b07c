# Stand-in for buildpack-deps: the compilers and tools that full language images bring along.
ARG BASE
FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends autoconf automake build-essential bzip2 ca-certificates curl file git gnupg \
    libbz2-dev libffi-dev liblzma-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libxml2-dev libyaml-dev make \
    netbase openssh-client patch pkg-config procps python3 unzip wget xz-utils zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
