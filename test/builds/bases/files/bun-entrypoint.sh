#!/bin/sh
set -e
# As in the official image: `docker run IMAGE server.ts` and `docker run IMAGE -e ...` run bun.
if [ "${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ]; then set -- bun "$@"; fi
exec "$@"
