# Stand-in for ghcr.io/astral-sh/uv: the program of the package on PyPI.
ARG BASE
FROM python:3.13-slim AS package
RUN pip install --no-cache-dir --no-deps --target /package uv==0.13.9

FROM scratch
COPY --from=package /package/bin/uv /package/bin/uvx /
ENTRYPOINT ["/uv"]
