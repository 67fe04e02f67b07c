import type { Sourced } from './sourced';

/** Variables that only a build needs. */
export interface BuildOnlyVariables extends Sourced {
  /** Tested against the name in upper case. */
  readonly names: RegExp;
  /** Programs that read them; a container that starts one of these needs them. */
  readonly readers: RegExp;
}

const checked = '2026-11-22';

export const buildOnlyVariables: readonly BuildOnlyVariables[] = [
  {
    names:
      /^(?:DEBIAN_FRONTEND|DEBIAN_PRIORITY|DEBCONF_NONINTERACTIVE_SEEN|APT_LISTCHANGES_FRONTEND|APT_KEY_DONT_WARN_ON_DANGEROUS_USAGE)$/,
    readers: /^(?:apt|apt-get|aptitude|dpkg|debconf\S*)$/,
    source:
      'https://docs.docker.com/reference/dockerfile/#env and https://manpages.debian.org/trixie/debconf-doc/debconf.7.en.html',
    checked,
  },
  {
    names: /^PIP_(?!REQUIRE_VIRTUALENV$)/,
    readers: /^pip[\d.]*$/,
    source: 'https://pip.pypa.io/en/stable/topics/configuration/#environment-variables',
    checked,
  },
  {
    names: /^NPM_CONFIG_(?!PREFIX$|CACHE$|USERCONFIG$)/,
    readers: /^(?:npm|npx|pnpm|pnpx|yarn|bun|bunx|corepack)$/,
    source: 'https://docs.npmjs.com/cli/v11/using-npm/config#environment-variables',
    checked,
  },
  {
    names: /^(?:MAKEFLAGS|CMAKE_BUILD_PARALLEL_LEVEL|CGO_ENABLED|GOPROXY|GOSUMDB|GONOSUMDB)$/,
    readers: /^(?:make|cmake|go)$/,
    source: 'https://www.gnu.org/software/make/manual/ and https://pkg.go.dev/cmd/go',
    checked,
  },
];
