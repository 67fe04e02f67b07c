/**
 * Hosts whose files are known to come over https under the same path. Source: general knowledge and visits up to
 * 2026-11-22; hosts that left are not in the list.
 */
export const httpsHosts: ReadonlySet<string> = new Set(
  `
  archive.apache.org downloads.apache.org dlcdn.apache.org www.apache.org apache.org
  github.com raw.githubusercontent.com codeload.github.com gist.githubusercontent.com gitlab.com
  bitbucket.org pypi.org pypi.python.org files.pythonhosted.org bootstrap.pypa.io www.python.org
  registry.npmjs.org registry.yarnpkg.com nodejs.org rubygems.org repo1.maven.org
  repo.maven.apache.org ftp.gnu.org www.openssl.org curl.se curl.haxx.se download.docker.com
  get.docker.com dl.google.com storage.googleapis.com packages.cloud.google.com s3.amazonaws.com
  deb.nodesource.com rpm.nodesource.com golang.org go.dev sourceforge.net downloads.sourceforge.net
  packages.microsoft.com download.redis.io nginx.org www.postgresql.org ftp.postgresql.org
  apt.postgresql.org dl.yarnpkg.com dev.mysql.com cdn.mysql.com www.sqlite.org sqlite.org zlib.net
  download.osgeo.org dl-cdn.alpinelinux.org artifacts.elastic.co packages.elastic.co
  repo.anaconda.com repo.continuum.io crates.io static.rust-lang.org getcomposer.org
  `
    .trim()
    .split(/\s+/),
);
