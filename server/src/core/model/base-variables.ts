import { findRootBase, type Stage } from './stage-graph';

/**
 * Variables that official images set for themselves, by the beginning of their names.
 *
 * Source: general knowledge of the images whose facts stand in `data/base-images` (November 2026); wider than what
 * any one of them sets, since a name too many here only means silence.
 */
const imageVariables =
  /^(?:PATH|LANG|LANGUAGE|LC_|TZ|TERM|DEBIAN_FRONTEND|APP_UID|SSL_|GPG_|KEYS$|SHA|MIRROR|PKG_|DYNPKG_|NJS_|ACME_|NGINX|NODE|NPM|NVM|YARN|PNPM|COREPACK|DENO|BUN|PYTHON|PIP|UV_|POETRY|CONDA|GO|CGO|JAVA|JDK|JRE|JVM|MAVEN|MVN|GRADLE|KOTLIN|SCALA|SBT|TOMCAT|CATALINA|TOMEE|JETTY|LD_LIBRARY_PATH$|JBOSS|WILDFLY|PHP|COMPOSER|APACHE|HTTPD|CADDY|XDG_|RUBY|GEM|BUNDLE|RAILS|RUST|CARGO|DOTNET|ASPNET|NUGET|POWERSHELL|PSModule|ERL|OTP|ELIXIR|MIX_|REBAR|HEX|SWIFT|DART|JULIA|HASKELL|GHC|CABAL|STACK|PERL|R_|POSTGRES|PG|MYSQL|MARIADB|REDIS|VALKEY|MONGO|GOSU|TINI|KAFKA|ZOO|ELASTIC|RABBIT|CASSANDRA|COUCH|NEO4J|INFLUX|TRAEFIK|VAULT|CONSUL|JENKINS|GIT|DOCKER|container$|HOSTNAME$|USER$|SHELL$|PWD$|OLDPWD$)/;

/**
 * False when the base image of a stage surely does not set a variable: it is scratch, or an image with known facts and
 * the name is none that official images use.
 */
export function mayBeSetByBase(stage: Stage, name: string): boolean {
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return name === 'PATH';
  if (base.kind !== 'image' || base.facts === undefined) return true;
  return name === 'HOME' || imageVariables.test(name);
}
