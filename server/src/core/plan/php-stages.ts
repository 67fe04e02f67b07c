import { findModuleExtensions, toInstalledExtensions } from '../data/php-extensions';
import type { RecipeImage } from '../data/recipe-images';
import { composerImage, extensionInstallerImage } from '../data/recipe-images/php';
import { planBrowserAssets } from './browser-assets';
import type { BaseChoices } from './choices';
import type { Mount, PlannedFile, PlannedSecret, PlannedStage, Step } from './image-plan';
import { planSystemPackages } from './system-packages';
import type { PhpApplication } from './php-application';

/** Account of the program; PHP and its servers look up no name. */
export const phpUser = { uid: 65532, gid: 65532 } as const;

/** What runs PHP. */
export interface PhpServer {
  readonly image: RecipeImage;
  /** Release line of PHP: `8.5`. */
  readonly php: string;
  /** Programs that are shipped, absolute. */
  readonly programs: readonly string[];
  /** Files and folders with settings that are shipped besides those of PHP, absolute. */
  readonly settings: readonly string[];
  /** Shell commands that prepare the image. */
  readonly commands: readonly string[];
  /** Settings of the project for the server: source, then target. */
  readonly files: readonly (readonly [source: string, target: string])[];
  /** True where the image brings the installer of extensions. */
  readonly hasInstaller: boolean;
}

/** Settings of PHP that every application gets. */
export const phpSettings: PlannedFile = {
  path: 'docker/php.ini',
  purpose: 'Settings of PHP, over those for production that PHP brings.',
  text: `; Errors go to the log, not to visitors.
display_errors = Off
log_errors = On
expose_php = Off

memory_limit = 256M
session.save_path = /tmp
upload_tmp_dir = /tmp

; The code does not change while the container runs.
opcache.validate_timestamps = 0
opcache.max_accelerated_files = 20000
opcache.memory_consumption = 192
realpath_cache_size = 4096K
realpath_cache_ttl = 600
`,
};

const settingsFolder = '/usr/local/etc';

/** The stages up to the one that is shipped, or a sentence that says why there are none. */
export function planPhpStages(
  application: PhpApplication,
  server: PhpServer,
  choices: BaseChoices,
): readonly PlannedStage[] | string {
  const { packages, assets } = application;
  const installsFirst = packages.usesComposer && packages.inputs !== undefined;
  const browser =
    assets === undefined
      ? undefined
      : planBrowserAssets(assets.browser, choices, installsFirst ? [copyVendor(application)] : []);
  if (typeof browser === 'string') return browser;
  return [
    planBase(application, server),
    ...(packages.usesComposer ? [planDependencies(application, server)] : []),
    ...(browser === undefined ? [] : [browser]),
    planBuild(application),
    planRuntime(application, server),
  ];
}

/** True where extensions need more of the image than their libraries. */
export function needsWholeImage({ packages }: PhpApplication): boolean {
  return findModuleExtensions(packages.extensions).length > 0;
}

/** True where only programs and libraries are taken from the image that PHP comes with. */
function isReduced(application: PhpApplication, { image }: PhpServer): boolean {
  return image.run !== image.build && !needsWholeImage(application);
}

function planBase(application: PhpApplication, server: PhpServer): PlannedStage {
  const { image, php, commands, files, hasInstaller } = server;
  const extensions = toInstalledExtensions(
    [...application.packages.extensions, ...application.extensions],
    php,
  );
  const installer: Mount = {
    kind: 'bind',
    from: extensionInstallerImage,
    source: '/usr/bin/install-php-extensions',
    target: '/usr/local/bin/install-php-extensions',
  };
  return {
    name: 'base',
    from: { kind: 'image', image: image.build },
    steps: [
      { kind: 'workdir', path: '/app' },
      ...(extensions.length === 0
        ? []
        : [
            {
              kind: 'run',
              ...(hasInstaller ? {} : { mounts: [installer] }),
              commands: [`install-php-extensions ${extensions.join(' ')}`],
            } as const,
          ]),
      {
        kind: 'run',
        commands: [
          `cp ${settingsFolder}/php/php.ini-production ${settingsFolder}/php/php.ini`,
          ...commands,
        ],
      },
      {
        kind: 'copy',
        sources: [phpSettings.path],
        target: `${settingsFolder}/php/conf.d/zz-app.ini`,
      },
      ...files.map(([source, target]) => ({ kind: 'copy', sources: [source], target }) as const),
      ...(isReduced(application, server) ? [collectLibraries(server)] : []),
    ],
  };
}

/** Source: the pattern of https://frankenphp.dev/docs/docker/ ("Hardening images"), with ldd for libtree. */
function collectLibraries({ programs }: PhpServer): Step {
  return {
    kind: 'run',
    comment: 'The libraries of PHP and its extensions, those of the C library left out.',
    commands: [
      'mkdir /libraries',
      `ldd ${programs.join(' ')} "$(php-config --extension-dir)"/*.so > /tmp/needed`,
      String.raw`awk '$3 ~ /^\// && $3 !~ /\/(libc|libm|libdl|libpthread|librt|libresolv)\.so/ && !seen[$3]++ { print $3 }' /tmp/needed > /tmp/libraries`,
      'xargs cp --dereference --target-directory=/libraries < /tmp/libraries',
    ],
  };
}

function planDependencies({ packages }: PhpApplication, { image }: PhpServer): PlannedStage {
  return {
    name: 'deps',
    comment: 'The packages that the program needs when it runs.',
    from: { kind: 'stage', stage: 'base' },
    steps: [
      ...planSystemPackages(image.libc, ['git', 'unzip']),
      {
        kind: 'copy',
        from: composerImage,
        sources: ['/usr/bin/composer'],
        target: '/usr/local/bin/composer',
      },
      {
        kind: 'environment',
        values: [
          ['COMPOSER_ALLOW_SUPERUSER', '1'],
          ['COMPOSER_CACHE_DIR', '/root/.cache/composer'],
        ],
      },
      ...(packages.inputs === undefined
        ? []
        : [planInstall(packages.inputs, packages.hasCredentials)]),
    ],
  };
}

function planInstall(inputs: readonly string[], hasCredentials: boolean): Step {
  return {
    kind: 'run',
    mounts: [
      ...inputs.map((source): Mount => ({ kind: 'bind', source })),
      ...(hasCredentials
        ? [{ kind: 'secret', id: 'composer-auth', target: '/app/auth.json' } as const]
        : []),
      { kind: 'cache', target: '/root/.cache/composer', locked: true },
    ],
    commands: [
      'composer install --no-dev --no-scripts --no-autoloader --prefer-dist --no-progress --no-interaction',
    ],
  };
}

/** Secrets that the install of packages needs. */
export function collectPhpSecrets({ packages }: PhpApplication): readonly PlannedSecret[] {
  return packages.hasCredentials
    ? [{ id: 'composer-auth', from: 'file', source: 'auth.json' }]
    : [];
}

function copyVendor({ packages }: PhpApplication): Step {
  const { vendorFolder } = packages;
  return {
    kind: 'copy',
    comment: 'Styles and scripts that packages of PHP bring.',
    from: 'deps',
    sources: [`/app/${vendorFolder}`],
    target: `./${vendorFolder}`,
  };
}

function planBuild(application: PhpApplication): PlannedStage {
  const { packages, assets, commands } = application;
  const environment = application.environment.filter(([name]) => name.startsWith('APP_'));
  const late =
    packages.usesComposer && packages.inputs === undefined
      ? [planInstall([], packages.hasCredentials)]
      : [];
  return {
    name: 'build',
    from: { kind: 'stage', stage: packages.usesComposer ? 'deps' : 'base' },
    steps: [
      { kind: 'copy', sources: ['.'], target: '.' },
      ...late,
      ...(assets === undefined
        ? []
        : [
            {
              kind: 'copy',
              from: 'assets',
              sources: [`/app/${assets.folder}`],
              target: `./${assets.folder}`,
            } as const,
          ]),
      ...(environment.length === 0 ? [] : [{ kind: 'environment', values: environment } as const]),
      ...(commands.length === 0 ? [] : [{ kind: 'run', commands } as const]),
    ],
  };
}

function planRuntime(application: PhpApplication, server: PhpServer): PlannedStage {
  const { writablePaths, documentRoot } = application;
  const { uid, gid } = phpUser;
  const without = [
    ...application.without,
    phpSettings.path,
    ...server.files.map(([source]) => source),
    ...(documentRoot === '' && application.packages.usesComposer
      ? ['composer.json', 'composer.lock']
      : []),
  ];
  const folders = writablePaths.map(({ path }) => path.replace(/^\/app\//, ''));
  return {
    name: 'runtime',
    from: isReduced(application, server)
      ? { kind: 'image', image: server.image.run }
      : { kind: 'stage', stage: 'base' },
    steps: [
      ...(isReduced(application, server) ? planReduced(server) : []),
      {
        kind: 'copy',
        from: 'build',
        sources: ['/app'],
        target: '/app',
        without,
      },
      ...(folders.length === 0
        ? []
        : [
            {
              kind: 'run',
              comment: 'All that the program may write to.',
              commands: [`install -d -o ${String(uid)} -g ${String(gid)} ${folders.join(' ')}`],
            } as const,
          ]),
    ],
  };
}

function planReduced({ programs, settings }: PhpServer): readonly Step[] {
  const bring = (path: string, target = path): Step => ({
    kind: 'copy',
    from: 'base',
    sources: [path],
    target,
  });
  return [
    { kind: 'workdir', path: '/app' },
    ...programs.map((path) => bring(path)),
    bring('/libraries', '/usr/lib'),
    bring('/usr/local/lib/php/extensions'),
    bring(settingsFolder),
    bring('/etc/ssl/certs/ca-certificates.crt'),
    ...settings.map((path) => bring(path)),
  ];
}
