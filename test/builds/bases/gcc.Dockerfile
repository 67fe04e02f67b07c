# Stand-in for gcc:14: Debian's GCC 14.
ARG BASE
FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends gfortran && rm -rf /var/lib/apt/lists/* \
 && gcc --version | grep ' 14\.'
CMD ["bash"]
