/**
 * Packages of operating systems that bring none of the programs that {@link trackedTools} names, with everything
 * they depend on.
 * Source: packages.debian.org and pkgs.alpinelinux.org (dependencies), checked 2026-11-22.
 */
export const neutralPackages: ReadonlySet<string> = new Set(
  (
    'ca-certificates tzdata tini dumb-init su-exec gosu openssl jq unzip zip xz-utils gzip bzip2 tar procps ' +
    'gnupg gnupg2 libc6-compat gcompat fontconfig sqlite3 sqlite redis-tools netbase iputils-ping ' +
    'shadow libcap2-bin file less tree htop ffmpeg'
  ).split(' '),
);
