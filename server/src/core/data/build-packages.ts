/** What a package of an operating system is for when an application is built and run. */
export type PackageRole =
  /** Only building needs it. */
  | 'build'
  /** Headers of a library: building needs them, and running may need the library itself. */
  | 'headers'
  /** Data or a library that a running program may read or load. */
  | 'runtime'
  /** A program that others may start. */
  | 'program'
  | 'unknown';

/**
 * Compilers, build tools, fetchers and shells of developers: nothing of them is linked into a program or started
 * by one that does not say so.
 * Source: packages.debian.org, pkgs.alpinelinux.org and packages.fedoraproject.org (descriptions), checked 2026-11-22.
 */
const buildPackages: ReadonlySet<string> = new Set(
  (
    'build-essential build-base gcc g++ cpp clang llvm lld gfortran make cmake cmake3 extra-cmake-modules ninja-build ninja ' +
    'ninja-is-really-ninja samurai meson scons bazel autoconf automake autogen autoconf-archive autotools-dev libtool ' +
    'libtool-bin m4 bison flex gperf re2c pkg-config pkgconf pkgconf-pkg-config pkgconfig binutils patch ' +
    'patchelf chrpath ccache sccache gdb valgrind strace gettext-dev nasm yasm swig doxygen check cppcheck ' +
    'clang-format clang-tidy git git-core git-lfs subversion mercurial ' +
    'protobuf-compiler protobuf-c-compiler protobuf-compiler-grpc protoc python3-dev python-dev ' +
    'python3-setuptools python3-wheel python3-pip cython3 dpkg-dev devscripts debhelper fakeroot ' +
    'equivs quilt software-properties-common apt-utils apt-transport-https lsb-release gnupg gnupg2 ' +
    'dirmngr musl-tools musl-dev libc-dev libc6-dev linux-headers linux-libc-dev alpine-sdk ' +
    'maven ant gradle cargo rustc golang golang-go go upx upx-ucl rpm-build rpmdevtools redhat-rpm-config ' +
    'gcc-c++ glibc-devel kernel-headers gcc-multilib g++-multilib libstdc++-static glibc-static ' +
    'vim vim-tiny nano emacs less man-db htop tree zsh fish tmux screen eatmydata'
  ).split(' '),
);

const buildPatterns: readonly RegExp[] = [
  /^(?:gcc|g\+\+|cpp|clang|llvm|lld|gfortran)-\d+(?:\.\d+)?$/,
  /^(?:gcc|g\+\+|binutils)-(?:x86-64|aarch64|arm|i686)[\w-]*$/,
  /^(?:libgcc|libstdc\+\+)-\d+-dev$/,
  /^golang-\d/,
  /^crossbuild-essential-/,
];

/** Programs that an application, a script or a health check may start. Source: as above. */
const programPackages: ReadonlySet<string> = new Set(
  (
    'openssl curl wget bash tini dumb-init gosu su-exec jq procps procps-ng netcat netcat-openbsd ' +
    'netcat-traditional iputils-ping iproute2 dnsutils bind-tools ffmpeg imagemagick graphicsmagick ' +
    'ghostscript poppler-utils wkhtmltopdf chromium chromium-driver firefox-esr libreoffice tesseract-ocr ' +
    'pandoc texlive postgresql-client mysql-client mariadb-client default-mysql-client sqlite3 sqlite ' +
    'redis-tools redis unzip zip tar gzip xz-utils bzip2 openssh-client rsync sudo cron supervisor nginx ' +
    'apache2 nodejs npm python3 python perl ruby php openjdk-17-jre openjdk-21-jre gettext gettext-base ' +
    'file libcap2-bin'
  ).split(' '),
);

/** Data and libraries that programs read or load when they run. Source: as above. */
const runtimePackages: ReadonlySet<string> = new Set(
  (
    'ca-certificates tzdata fontconfig fonts-dejavu fonts-dejavu-core fonts-liberation fonts-noto ' +
    'fonts-noto-cjk ttf-dejavu ttf-freefont font-noto locales media-types mime-support shared-mime-info ' +
    'mailcap musl-locales gcompat libc6-compat icu-data-full icu-libs krb5-libs libgomp libstdc++ libgcc ' +
    'libintl zlib libcap'
  ).split(' '),
);

/** The role of a package by its name in Debian, Ubuntu, Alpine and the Red Hat family. */
export function roleOfPackage(name: string): PackageRole {
  if (buildPackages.has(name) || buildPatterns.some((pattern) => pattern.test(name))) {
    return 'build';
  }
  if (/-(?:dev|devel|headers)$/.test(name)) return 'headers';
  if (runtimePackages.has(name)) return 'runtime';
  if (programPackages.has(name)) return 'program';
  return /^(?:lib|fonts?-|ttf-)|-libs?$/.test(name) ? 'runtime' : 'unknown';
}
