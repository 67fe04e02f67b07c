#!/bin/sh
set -e
echo "starting: $*"
exec "$@" --bind "0.0.0.0:${PORT:-8000}" --workers 2
