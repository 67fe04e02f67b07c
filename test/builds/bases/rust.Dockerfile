# Stand-in for rust:1.85: Debian's rustc and cargo.
ARG BASE
FROM ${BASE}
ENV RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo PATH=/usr/local/cargo/bin:$PATH RUST_VERSION=1.85.1
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates cargo gcc libc6-dev rustc \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir -p $CARGO_HOME/bin $RUSTUP_HOME && chmod -R a+w $CARGO_HOME $RUSTUP_HOME && rustc --version && cargo --version
CMD ["bash"]
