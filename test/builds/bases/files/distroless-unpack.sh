#!/bin/sh
# Unpacks the packages that the distroless images are made of into /static, /base, /cc, /python and /java.
set -e
. /etc/os-release
case $VERSION_ID in
  12) ssl=libssl3 readline=libreadline8 python=3.11 java= more= ;;
  13) ssl=libssl3t64 readline=libreadline8t64 python=3.13 java=openjdk-21-jre-headless more='libzstd1 zlib1g' ;;
esac

unpack() {
  tree=$1
  shift
  rm -rf /debs
  mkdir -p /debs "$tree"
  (cd /debs && apt-get download -q "$@")
  for file in /debs/*.deb; do dpkg-deb -x "$file" "$tree"; done
  rm -rf "$tree"/usr/share/doc "$tree"/usr/share/man "$tree"/usr/share/lintian
}

unpack /static base-files netbase tzdata
mkdir -p /static/etc /static/tmp /static/root /static/home/nonroot
chmod 1777 /static/tmp
chown 65532:65532 /static/home/nonroot
printf '%s\n' root:x:0:0:root:/root:/sbin/nologin nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin \
  nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin > /static/etc/passwd
printf '%s\n' root:x:0: nobody:x:65534: tty:x:5: staff:x:50: nonroot:x:65532: > /static/etc/group

# shellcheck disable=SC2086 # a list of names
unpack /base libc6 "$ssl" $more
rm -rf /base/usr/share /base/usr/lib/x86_64-linux-gnu/gconv /base/usr/bin /base/usr/sbin /base/sbin

unpack /cc libgcc-s1 libgomp1 libstdc++6

unpack /node libatomic1

unpack /python "python$python-minimal" "libpython$python-minimal" "libpython$python-stdlib" "$readline" \
  libbz2-1.0 libexpat1 libffi8 liblzma5 libncursesw6 libsqlite3-0 libtinfo6 libuuid1 media-types zlib1g
ln -s "python$python" /python/usr/bin/python3

mkdir -p /java/usr/bin
[ -z "$java" ] || unpack /java "$java" libexpat1 libfontconfig1 libfreetype6 libjpeg62-turbo liblcms2-2 libpng16-16t64 zlib1g
ln -s ../lib/jvm/java-21-openjdk-amd64/bin/java /java/usr/bin/java
