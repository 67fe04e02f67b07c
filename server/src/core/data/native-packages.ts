import type { Sourced } from './sourced';

/** A package whose installed files fit one C library, or one version of its language, only. */
export interface NativePackage extends Sourced {
  readonly language: 'node' | 'python' | 'ruby';
  readonly name: string;
  /** True when what is installed holds machine code for one C library (glibc or musl). */
  readonly boundToLibc: boolean;
  /** True when that code also fits one version of the interpreter only. */
  readonly boundToVersion: boolean;
}

const checked = '2026-11-21';

function rows(
  language: NativePackage['language'],
  source: string,
  names: string,
  bounds: Pick<NativePackage, 'boundToLibc' | 'boundToVersion'>,
): readonly NativePackage[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ language, name, ...bounds, source, checked }));
}

/**
 * Packages of which that is sure. Those that carry code for every C library (bcrypt 6, argon2), and those
 * that fall back on the language itself (aiohttp, markupsafe), are left out.
 */
const nativePackages: readonly NativePackage[] = [
  // Compiled against the interface of V8 (nan or V8 itself), or fetched for one version of it.
  ...rows(
    'node',
    'https://nodejs.org/api/addons.html',
    'better-sqlite3 isolated-vm node-rdkafka re2',
    {
      boundToLibc: true,
      boundToVersion: true,
    },
  ),
  // Node-API: any version, but one C library.
  ...rows('node', 'https://sharp.pixelplumbing.com/install', 'sharp sqlite3', {
    boundToLibc: true,
    boundToVersion: false,
  }),
  ...rows(
    'python',
    'PyPI: the files of each release',
    `numpy pandas scipy scikit-learn matplotlib lxml pillow psycopg2 psycopg2-binary mysqlclient
     pydantic-core orjson uvloop grpcio greenlet`,
    { boundToLibc: true, boundToVersion: true },
  ),
  ...rows('python', 'PyPI: the files of each release', 'cryptography bcrypt', {
    boundToLibc: true,
    boundToVersion: false,
  }),
  ...rows(
    'ruby',
    'https://guides.rubygems.org/gems-with-extensions/',
    'puma pg mysql2 bootsnap msgpack nio4r bcrypt redcarpet rmagick unf_ext hiredis',
    { boundToLibc: true, boundToVersion: true },
  ),
];

const byName: ReadonlyMap<string, NativePackage> = new Map(
  nativePackages.map((each) => [`${each.language}:${each.name}`, each]),
);

export function findNativePackage(
  language: NativePackage['language'],
  name: string,
): NativePackage | undefined {
  const plain = language === 'python' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name;
  return byName.get(`${language}:${plain}`);
}
