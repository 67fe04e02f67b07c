/** Packages of a distribution that a gem needs to be compiled, and to run. */
export interface GemPackages {
  readonly build: readonly string[];
  readonly run: readonly string[];
}

type Row = readonly [
  gems: string,
  debian: readonly [build: string, run: string],
  alpine: readonly [build: string, run: string],
];

/**
 * Gems that use a library or a program of the system, with its packages in Debian 13 and in Alpine 3.24.
 * Source: the build instructions of each gem, and the package lists of both distributions; from general knowledge,
 * checked 2026-11-22.
 */
const rows: readonly Row[] = [
  ['pg sequel_pg', ['libpq-dev', 'libpq5'], ['libpq-dev', 'libpq']],
  ['mysql2', ['default-libmysqlclient-dev', 'libmariadb3'], ['mariadb-dev', 'mariadb-connector-c']],
  ['trilogy', ['libssl-dev', ''], ['openssl-dev', '']],
  ['ruby-vips', ['', 'libvips42t64'], ['', 'vips']],
  ['mini_magick', ['', 'imagemagick'], ['', 'imagemagick']],
  [
    'charlock_holmes',
    ['libicu-dev zlib1g-dev', 'libicu76'],
    ['icu-dev zlib-dev', 'icu-libs icu-data-full'],
  ],
  ['curb', ['libcurl4-openssl-dev', 'libcurl4t64'], ['curl-dev', 'libcurl']],
  ['ethon', ['', 'libcurl4t64'], ['', 'libcurl']],
  ['idn-ruby', ['libidn-dev', 'libidn12'], ['libidn-dev', 'libidn']],
];

const split = (names: string): readonly string[] => names.split(' ').filter((name) => name !== '');

/** What the gems of a project need of a distribution besides what every project does. */
export function findGemPackages(
  gems: ReadonlySet<string>,
  distribution: 'debian' | 'alpine',
): GemPackages {
  const used = rows.filter(([names]) => split(names).some((name) => gems.has(name)));
  const of = (index: 0 | 1): readonly string[] => [
    ...new Set(
      used.flatMap(([, debian, alpine]) =>
        split((distribution === 'debian' ? debian : alpine)[index]),
      ),
    ),
  ];
  return { build: of(0), run: of(1) };
}
