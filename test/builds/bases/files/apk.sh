#!/bin/sh
# Stand-in for apk: accepts the names of common packages and installs nothing.
command='' packages=''
for word in "$@"; do
  case $word in
    -*) ;;
    add | del | update | upgrade | info) command=$word ;;
    *) packages="$packages $word" ;;
  esac
done
[ "$command" = add ] || exit 0
for package in $packages; do
  case ${package%%[=<>~]*} in
    build-base | ca-certificates | curl | dumb-init | g++ | git | libc6-compat | make | python3 | su-exec | tini | tzdata) ;;
    .*) continue ;;
    *)
      echo "ERROR: unable to select packages: $package (no such package)"
      exit 1
      ;;
  esac
  echo "(1/1) Installing $package (stand-in)"
done
