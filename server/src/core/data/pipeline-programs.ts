/**
 * How programs behave inside pipelines.
 *
 * Source: the manual pages of the programs and POSIX.1-2024, read 2026-11-21.
 */

function list(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Programs that download, read files, build or run code: their failure means that a step is missing. */
export const failingPrograms: ReadonlySet<string> = list(`
  curl wget aria2c axel lynx git svn hg gh glab aws gsutil gcloud az kubectl helm rsync scp ssh
  sftp ftp cat tar bsdtar gzip gunzip zcat bzip2 bunzip2 bzcat xz unxz xzcat zstd unzstd zstdcat
  unzip cpio rpm2cpio dpkg-deb ar python python2 python3 pypy3 node deno bun ruby php java make
  cmake ninja meson go cargo rustc gcc g++ mvn mvnw gradle gradlew sbt npm npx yarn pnpm corepack
  pip pip3 poetry uv pipenv conda mamba apt-get apt yum dnf microdnf zypper apk composer bundle
  gem dotnet cabal stack mix rebar3 mysqldump mysql psql pg_dump sqlite3 mongodump`);

/** Programs that pass on what they get, or cannot fail in a way that matters. */
export const steadyPrograms: ReadonlySet<string> = list(`
  echo printf true : date seq sleep pwd uname id env printenv hostname nproc whoami arch sed awk
  gawk mawk cut tr sort uniq tee xargs tail rev wc column fold nl basename dirname find ls getconf
  dpkg dpkg-query rpm lsb_release jq yq base64 envsubst iconv shuf paste comm tac sha256sum
  sha512sum sha1sum md5sum sh bash sudo cat`);

/** Programs that fail on input that is missing or cut off, so that nothing is lost in front of them. */
export const checkingPrograms: ReadonlySet<string> = list(`
  gunzip zcat bunzip2 bzcat unxz xzcat unzstd zstdcat unzip gpg gpg2 apt-key`);

/** Such programs that check only when asked to read, with the letters or long options that ask for it. */
export const checkingOptions: ReadonlyMap<string, RegExp> = new Map([
  ['tar', /^-?[a-zA-Z]*[xt]|^--(?:extract|get|list)$/],
  ['bsdtar', /^-?[a-zA-Z]*[xt]|^--(?:extract|list)$/],
  ['cpio', /^-[a-zA-Z]*i|^--extract$/],
  ['gzip', /^-[a-zA-Z]*d|^--(?:decompress|uncompress|test)$/],
  ['bzip2', /^-[a-zA-Z]*d|^--decompress$/],
  ['xz', /^-[a-zA-Z]*d|^--decompress$/],
  ['zstd', /^-[a-zA-Z]*d|^--decompress$/],
  ['md5sum', /^-[a-zA-Z]*c|^--check$/],
  ['sha1sum', /^-[a-zA-Z]*c|^--check$/],
  ['sha256sum', /^-[a-zA-Z]*c|^--check$/],
  ['sha512sum', /^-[a-zA-Z]*c|^--check$/],
  ['shasum', /^-[a-zA-Z]*c|^--check$/],
]);

/** Options with which `grep` does not fail on empty input, or counts lines instead. */
export const lenientGrepOptions =
  /^-[a-zA-Z]*[vcLz]|^--(?:invert-match|count|files-without-match)$/;

/** Options with which a program stops reading early, so that the one before it ends by SIGPIPE. */
export const stoppingOptions: ReadonlyMap<string, RegExp> = new Map([
  ['head', /^/],
  ['grep', /^-[a-zA-Z]*[qm]|^--(?:quiet|silent|max-count)/],
  ['egrep', /^-[a-zA-Z]*[qm]|^--(?:quiet|silent|max-count)/],
  ['fgrep', /^-[a-zA-Z]*[qm]|^--(?:quiet|silent|max-count)/],
  ['zgrep', /^-[a-zA-Z]*[qm]|^--(?:quiet|silent|max-count)/],
  ['sed', /^(?:-[a-z]+)?(?:.*[;\s\d/{}$])?[qQ]\d*\s*(?:[;}].*)?$/],
  ['awk', /\bexit\b/],
  ['gawk', /\bexit\b/],
  ['mawk', /\bexit\b/],
  ['true', /^/],
  [':', /^/],
  ['read', /^/],
]);
