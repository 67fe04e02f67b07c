#!/bin/sh
set -e
# As in the official image: `docker run IMAGE run main.ts` runs deno, other programs are started as they are.
if [ -z "$(command -v "$1")" ]; then set -- deno "$@"; fi
exec "$@"
