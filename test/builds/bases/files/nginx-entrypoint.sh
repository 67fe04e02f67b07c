#!/bin/sh
# The two habits of the official entrypoint that matter: templates, and scripts in /docker-entrypoint.d.
set -e
if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then
  for template in /etc/nginx/templates/*.template; do
    [ -e "$template" ] || continue
    target=/etc/nginx/conf.d/$(basename "$template" .template)
    if [ -w /etc/nginx/conf.d ]; then
      envsubst "$(env | sed 's/^\([A-Za-z0-9_]*\)=.*/${\1}/' | tr '\n' ' ')" < "$template" > "$target"
    else
      echo "$0: ERROR: $template exists, but /etc/nginx/conf.d is not writable" >&2
    fi
  done
  for script in /docker-entrypoint.d/*.sh; do
    [ -x "$script" ] && "$script"
  done
fi
exec "$@"
