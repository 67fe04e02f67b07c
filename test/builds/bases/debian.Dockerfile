# Stand-in for debian:NUMBER-slim: a root file system of mmdebstrap. Like the official image it has no certificates;
# the ones of this machine count as soon as a Dockerfile installs ca-certificates.
FROM scratch
ARG NUMBER
ADD debian-${NUMBER}.tar /
COPY --from=host extra /usr/local/share/ca-certificates
COPY --from=recipes docker-clean /etc/apt/apt.conf.d/
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["bash"]
