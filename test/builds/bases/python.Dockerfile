# Stand-in for python:3.13: Debian's interpreter in /usr/local. Debian's own ways (dist-packages, the scheme posix_local,
# no ensurepip) are taken out again, so that pip installs to the folders of the official image. `site` is frozen into
# Debian's binary and cannot be changed: a .pth file leads from dist-packages to site-packages.
ARG BASE
FROM debian:13-slim AS interpreter
RUN apt-get update && apt-get install -y --no-install-recommends python3-dev python3-venv
RUN mkdir -p /made/usr/local/bin /made/usr/local/lib /made/usr/local/include /made/usr/share/python-wheels \
 && cp /usr/bin/python3.13 /made/usr/local/bin/ \
 && cp -a /usr/lib/python3.13 /made/usr/local/lib/ \
 && cp -a /usr/include/python3.13 /made/usr/local/include/ \
 && cp -P /usr/lib/x86_64-linux-gnu/libpython3.13.so.1* /made/usr/local/lib/ \
 && cp /usr/share/python-wheels/pip-*.whl /made/usr/share/python-wheels/ \
 && cd /made/usr/local/lib/python3.13 \
 && rm -rf EXTERNALLY-MANAGED config-* && mkdir -p site-packages dist-packages && find . -name __pycache__ -prune -exec rm -r {} + \
 && echo 'import site; site.addsitedir("/usr/local/lib/python3.13/site-packages")' > dist-packages/official.pth \
 && sed -i "s/scheme = 'posix_local'/scheme = 'posix_prefix'/" sysconfig/__init__.py \
 && sed -i 's/^    _ensurepip_is_disabled_in_debian_for_system()/    pass/' ensurepip/__init__.py

FROM ${BASE}
ENV PATH=/usr/local/bin:$PATH LANG=C.UTF-8
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates netbase tzdata libbz2-1.0 libexpat1 libffi8 liblzma5 \
    libncursesw6 libreadline8t64 libsqlite3-0 libssl3t64 libuuid1 zlib1g \
 && rm -rf /var/lib/apt/lists/*
COPY --from=interpreter /made /
COPY --from=host ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY pip.conf /etc/pip.conf
RUN ldconfig && cd /usr/local/bin \
 && for name in python python3; do ln -s python3.13 $name; done \
 && python -m ensurepip && ln -s pip3 pip && cd / \
 && python -c 'import ctypes, lzma, readline, sqlite3, ssl, venv, zlib' && pip --version | grep /usr/local/lib/python3.13/site-packages
ENV PYTHON_VERSION=3.13.5 SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt
CMD ["python3"]
