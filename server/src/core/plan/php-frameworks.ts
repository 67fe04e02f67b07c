import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { fact, saidIn } from './evidence';
import type { Environment } from './image-plan';
import type { FrameworkPart, PhpFramework } from './php-application';
import type { PhpPackages } from './php-packages';
import { collectSources } from './port';

/** The framework of the project in a folder. */
export function findPhpFramework(
  context: BuildContext,
  folder: string,
  packages: ReadonlySet<string>,
): PhpFramework {
  const has = (file: string): boolean => context.has(below(folder, file)) === 'yes';
  if (packages.has('laravel/framework') && has('artisan')) return 'laravel';
  if (packages.has('symfony/framework-bundle') && has('bin/console')) return 'symfony';
  return 'plain';
}

/** What the framework of a project brings. */
export function readFrameworkPart(
  context: BuildContext,
  folder: string,
  framework: PhpFramework,
): (packages: PhpPackages) => FrameworkPart {
  switch (framework) {
    case 'laravel':
      return (packages) => readLaravel(context, folder, packages);
    case 'symfony':
      return (packages) => readSymfony(context, folder, packages);
    case 'plain':
      return (packages) => readPlain(packages);
  }
}

const autoload = 'composer dump-autoload --no-dev --classmap-authoritative';

/** Source: https://laravel.com/docs/deployment */
function readLaravel(context: BuildContext, folder: string, packages: PhpPackages): FrameworkPart {
  const file = below(folder, 'bootstrap/app.php');
  const health = /\bhealth:\s*["'](\/[\w/-]+)["']/.exec(context.text(file) ?? '')?.[1];
  const routes = collectSources(context, below(folder, 'routes'));
  // A cache of routes holds what the environment said at the time.
  const readsSettings = routes.some(([, text]) => /\b(?:env|config)\(|domain\(/.test(text));
  const driver = findDriver(packages);
  const connection = findConnection(packages);
  return {
    extensions: driver,
    commands: [
      autoload,
      'php artisan event:cache',
      ...(readsSettings ? [] : ['php artisan route:cache']),
    ],
    environment: [
      ['APP_ENV', 'production'],
      ['APP_DEBUG', 'false'],
      ...(connection === undefined ? [] : [['DB_CONNECTION', connection] as const]),
      ['LOG_CHANNEL', 'stderr'],
      ['VIEW_COMPILED_PATH', '/tmp/views'],
    ],
    writablePaths: [
      { path: '/app/storage/app', purpose: 'Files that users upload.', size: 1024, keep: true },
      { path: '/app/storage/framework/cache', purpose: 'The cache on disk.', size: 128 },
      { path: '/app/storage/framework/sessions', purpose: 'Sessions on disk.', size: 64 },
      { path: '/app/storage/logs', purpose: 'Log files, where a channel writes any.', size: 64 },
    ],
    without: ['storage'],
    ignored: [
      'bootstrap/cache/*.php',
      'database/*.sqlite*',
      'public/build',
      'public/hot',
      'public/storage',
      'storage/*.key',
      'storage/app/private/*',
      'storage/app/public/*',
      'storage/framework/cache/data/*',
      'storage/framework/sessions/*',
      'storage/framework/views/*',
    ],
    needed: [],
    migration: ['php', 'artisan', 'migrate', '--force'],
    health:
      health === undefined
        ? undefined
        : fact(health, saidIn(context, file, /\bhealth:/, `The route ${health} is declared.`)),
    secrets: ['APP_KEY', ...(connection === 'sqlite' ? [] : ['DB_URL'])],
    notes: [
      'Settings are read from the environment at each start: "php artisan config:cache" would bake in those of the build.',
      ...noteDriver(driver),
    ],
  };
}

/** Source: https://symfony.com/doc/current/deployment.html; dunglas/symfony-docker: Dockerfile */
function readSymfony(context: BuildContext, folder: string, packages: PhpPackages): FrameworkPart {
  const has = (file: string): boolean => context.has(below(folder, file)) === 'yes';
  const { packages: names, scripts } = packages;
  const usesFlex = names.has('symfony/flex');
  const hasEnvironment = has('.env');
  const usesDoctrine = names.has('doctrine/orm') || names.has('doctrine/doctrine-bundle');
  const driver = usesDoctrine ? findDriver(packages) : [];
  const environment: Environment = [
    ['APP_ENV', 'prod'],
    ['APP_DEBUG', '0'],
    ...(names.has('runtime/frankenphp-symfony')
      ? ([
          ['APP_RUNTIME', 'Runtime\\FrankenPhpSymfony\\Runtime'],
          ['FRANKENPHP_CONFIG', 'worker ./public/index.php'],
        ] as const)
      : []),
  ];
  const dump = hasEnvironment ? 'composer dump-env prod' : 'composer dump-env prod --empty';
  return {
    extensions: driver,
    commands: [
      autoload,
      usesFlex ? dump : `printf "<?php return ['APP_ENV' => 'prod'];" > .env.local.php`,
      scripts.includes('post-install-cmd')
        ? 'composer run-script --no-dev post-install-cmd'
        : 'php bin/console cache:warmup',
      ...(has('importmap.php') ? ['php bin/console asset-map:compile'] : []),
    ],
    environment,
    writablePaths: [
      { path: '/app/var/cache/prod/pools', purpose: 'The cache on disk.', size: 128 },
      { path: '/app/var/log', purpose: 'Log files, where a handler writes any.', size: 64 },
      { path: '/app/var/share', purpose: 'What several processes share.', size: 64 },
    ],
    without: ['.env', 'var/cache/prod/pools', 'var/log', 'var/share'],
    ignored: ['var', 'public/assets', 'public/build', 'public/bundles', '.env.local.php'],
    needed:
      usesFlex && hasEnvironment ? ['!.env', ...(has('.env.prod') ? ['!.env.prod'] : [])] : [],
    migration: names.has('doctrine/doctrine-migrations-bundle')
      ? [
          'php',
          'bin/console',
          'doctrine:migrations:migrate',
          '--no-interaction',
          '--allow-no-migration',
        ]
      : undefined,
    health: undefined,
    secrets: ['APP_SECRET', ...(usesDoctrine ? ['DATABASE_URL'] : [])],
    notes: [
      usesFlex && hasEnvironment
        ? 'What .env sets becomes a part of the image, as Symfony means it: keep secrets out of that file.'
        : 'No .env is taken into the image: give all variables that the settings read.',
      ...noteDriver(driver),
    ],
  };
}

function readPlain({ usesComposer }: PhpPackages): FrameworkPart {
  return {
    extensions: [],
    commands: usesComposer ? [autoload] : [],
    environment: [],
    writablePaths: [],
    without: [],
    ignored: [],
    needed: [],
    migration: undefined,
    health: undefined,
    secrets: [],
    notes: [],
  };
}

/** Both of the usual databases, where the project does not say which it uses. */
function findDriver({ extensions }: PhpPackages): readonly string[] {
  const known = extensions.some((name) => /^(?:pdo_.*|mysqli|pgsql|sqlite3|mongodb)$/.test(name));
  return known ? [] : ['pdo_mysql', 'pdo_pgsql'];
}

/** The connection of Laravel that goes with the driver that the project asks for. */
function findConnection({ extensions }: PhpPackages): string | undefined {
  const drivers = ['pgsql', 'mysql', 'sqlite'].filter((name) => extensions.includes(`pdo_${name}`));
  return drivers.length === 1 ? drivers[0] : undefined;
}

function noteDriver(driver: readonly string[]): readonly string[] {
  return driver.length === 0
    ? []
    : [
        'Which database is used is not known, so PHP can speak to MySQL and PostgreSQL: require ext-pdo_mysql or ext-pdo_pgsql in composer.json to keep one.',
      ];
}

/** Lines for the ignore file of every project in PHP. */
export const phpIgnored: readonly string[] = [
  'tests',
  '.phpunit*',
  'phpunit*.xml*',
  'phpstan*.neon*',
  '.php-cs-fixer*',
  '**/node_modules',
];
