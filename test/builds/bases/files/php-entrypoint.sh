#!/bin/sh
set -e
# As in the official image: `docker run IMAGE -r ...` runs php.
if [ "${1#-}" != "$1" ]; then set -- php "$@"; fi
exec "$@"
