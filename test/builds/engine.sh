#!/bin/bash
# A private Docker engine: dockerd, BuildKit, containerd, runc and the client from Debian packages, in a root file
# system of their own. Nothing is installed on the machine but mmdebstrap. Needs root on Linux.
#   engine.sh tools     installs mmdebstrap where it is missing
#   engine.sh install   makes the root file system (once)
#   engine.sh up        starts the engine in its own mount namespace and prints `started`; does nothing when it runs
#   engine.sh env       prints the exports a shell needs:  eval "$(engine.sh env)"
#   engine.sh down      stops the engine that `up` started, by its pid
# State: $REAL_BUILDS_DIR, or ~/.cache/ironhull-builds.
set -euo pipefail

suite=trixie
home=${REAL_BUILDS_DIR:-$HOME/.cache/ironhull-builds}
root=$home/engine-$suite
state=$home/state-$suite
socket=$state/run/docker.sock
pidfile=$state/run/docker.pid

answers() {
  [ -S "$socket" ] && curl -sf --unix-socket "$socket" http://engine/_ping >/dev/null 2>&1
}

install_tools() {
  command -v mmdebstrap >/dev/null && return
  apt-get update -q
  apt-get install -yq --no-install-recommends mmdebstrap debian-archive-keyring
}

install_engine() {
  [ -x "$root/usr/sbin/dockerd" ] && return
  install_tools
  mkdir -p "$home"
  rm -rf "$root.part"
  local skip=() folder
  for folder in doc man locale; do skip+=(--dpkgopt="path-exclude=/usr/share/$folder/*"); done
  mmdebstrap --quiet --variant=apt --aptopt='APT::Install-Recommends "false"' "${skip[@]}" \
    --include=docker.io,docker-cli,docker-buildx,containerd,runc,mount,iptables,ca-certificates \
    "$suite" "$root.part"
  mkdir -p "$root.part/state" "$root.part/.old" "$root.part/clicfg/cli-plugins"
  ln "$root.part/usr/libexec/docker/cli-plugins/docker-buildx" "$root.part/clicfg/cli-plugins/"
  mv "$root.part" "$root"
}

# Runs in the new mount namespace. pivot_root instead of chroot: runc pivots again and needs a real root.
enter_root='
  set -e
  root=$1 state=$2
  shift 2
  mount --bind "$root" "$root"
  for folder in proc sys dev; do mount --rbind "/$folder" "$root/$folder"; done
  mount --bind "$state" "$root/state"
  mount -t tmpfs tmpfs "$root/run"
  cd "$root"
  pivot_root . .old
  umount -l /.old
  exec dockerd --data-root /state/data --exec-root /state/exec --pidfile /state/run/docker.pid \
    -H unix:///state/run/docker.sock "$@"'

start_engine() {
  answers && return
  mkdir -p "$state"/{data,exec,run}
  rm -f "$pidfile"
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  # No bridge: builds use the host network, containers have none and are asked through their own namespace.
  setsid unshare --mount --propagation private bash -c "$enter_root" _ "$root" "$state" \
    --bridge=none --iptables=false --ip6tables=false </dev/null >"$state/dockerd.log" 2>&1 &
  for _ in $(seq 300); do
    if answers; then
      echo started
      return
    fi
    sleep 0.1
  done
  tail -20 "$state/dockerd.log" >&2
  return 1
}

stop_engine() {
  local pid
  pid=$(cat "$pidfile" 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 150); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  return 1
}

print_environment() {
  mkdir -p "$root/client"
  ln -sf "$root/usr/bin/docker" "$root/client/docker"
  echo "export DOCKER_HOST=unix://$socket DOCKER_CONFIG=$root/clicfg PATH=$root/client:\$PATH"
}

case ${1:-} in
  tools) install_tools ;;
  install) install_engine ;;
  up) start_engine ;;
  env) print_environment ;;
  down) stop_engine ;;
  *)
    sed -n '2,9p' "$0"
    exit 2
    ;;
esac
