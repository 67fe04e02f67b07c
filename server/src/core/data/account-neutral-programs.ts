/**
 * Programs of RUN steps that never make an account. A program that is missing here might, and then
 * nobody can say that an account does not exist.
 * Source: manual pages of coreutils, BusyBox and the language tools; checked 2026-11-21.
 */
export const accountNeutralPrograms: ReadonlySet<string> = new Set(
  (
    ': [ [[ awk base64 basename bunzip2 bzip2 cat cd chgrp chmod chown cmp command cp curl cut date df diff ' +
    'dirname du echo env exec exit export false file find for g++ gcc getent git go grep groupadd addgroup ' +
    'groupdel delgroup groupmod gunzip gzip head hash id install ldconfig ln locale-gen localedef ls md5sum ' +
    'mkdir mktemp mv node nproc od patch pip pip3 printf pwd python python3 read readlink realpath rm rmdir ' +
    'ruby sed set setcap sha1sum sha256sum sha512sum shift shopt sleep sort source stat strip tail tar tee ' +
    'test touch tr trap true tsc type tzselect umask uname uniq unset unzip update-ca-certificates ' +
    'useradd adduser userdel deluser usermod wc wget which whoami xargs xz yes zcat zip . ' +
    'apt-mark apt-cache npx corepack cargo rustc rustup javac java jlink bash sh'
  ).split(' '),
);

/** Names of accounts that no package of a distribution makes. */
export const unpackagedNames: ReadonlySet<string> = new Set(
  (
    'app appuser app-user appgroup application apprunner nonroot non-root nonrootuser myuser mygroup ' +
    'myapp user1 node nodejs nextjs deno bun spring springboot java django flask fastapi rails laravel ' +
    'webapp web-app webuser deploy deployer developer dev devuser worker service serviceuser svc ' +
    'dockeruser containeruser container express nestjs python pyuser gouser golang rust dotnet aspnet'
  ).split(' '),
);
