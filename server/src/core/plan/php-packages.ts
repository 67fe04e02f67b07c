import { findComposerInputs } from '../project/composer-install';
import { readComposerJson } from '../project/composer-json';
import { readComposerLock } from '../project/composer-lock';
import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { byDefault, fact, saidIn, type Fact } from './evidence';
import { fromComposerConstraint } from './supported-version';

/** The packages of a project and the PHP they run on. */
export interface PhpPackages {
  readonly folder: string;
  /** `acme/parcels`. */
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly licence: string | undefined;
  /** Undefined: the project has no Composer, or nothing to install with it. */
  readonly lockFile: string | undefined;
  /** True where Composer makes the autoloader, packages or not. */
  readonly usesComposer: boolean;
  /** Packages of production, those that others bring included where the lock file can be read. */
  readonly packages: ReadonlySet<string>;
  /** Names of scripts and events. */
  readonly scripts: readonly string[];
  /** Versions of PHP that the project allows, as npm writes ranges; undefined: any. */
  readonly range: Fact<string | undefined>;
  /** `intl`: what the project and its packages ask for. */
  readonly extensions: readonly string[];
  /** False where the lock file is too large to be read. */
  readonly extensionsKnown: boolean;
  /** What an install reads; undefined: perhaps everything. */
  readonly inputs: readonly string[] | undefined;
  readonly inputsUnknown: string | undefined;
  /** True where credentials for packages lie beside `composer.json`. */
  readonly hasCredentials: boolean;
  /** Folder of the packages. */
  readonly vendorFolder: string;
}

/** Reads how the packages of a folder are installed, or says in a sentence why they cannot be. */
export function readPhpPackages(context: BuildContext, folder: string): PhpPackages | string {
  const path = below(folder, 'composer.json');
  const composer = readComposerJson(context, folder);
  if (composer === undefined && context.has(path) === 'yes') return `${path} cannot be read.`;
  const lock = readComposerLock(context, folder);
  const lockFile = below(folder, 'composer.lock');
  const hasLock = context.has(lockFile) === 'yes';
  const required = composer?.packages ?? [];
  if (required.length > 0 && !hasLock) {
    return `${lockFile} is missing, so no build could be repeated: run "composer update" and commit it.`;
  }
  // Flex reads composer.json and symfony.lock, and configures packages only when one is added.
  const inputs = findComposerInputs(context, folder, ['symfony/flex']);
  const credentials = below(folder, 'auth.json');
  return {
    folder,
    name: composer?.name,
    description: composer?.description,
    licence: composer?.licence === 'proprietary' ? undefined : composer?.licence,
    lockFile: hasLock ? lockFile : undefined,
    usesComposer: composer !== undefined,
    packages: new Set([...required, ...(lock?.packages.keys() ?? [])]),
    scripts: composer?.scripts ?? [],
    range: findRange(context, folder),
    extensions: [...new Set([...(composer?.extensions ?? []), ...(lock?.extensions ?? [])])].sort(),
    extensionsKnown: !hasLock || lock !== undefined,
    inputs:
      typeof inputs === 'string' ? undefined : inputs.files.filter((file) => file !== credentials),
    inputsUnknown: typeof inputs === 'string' && composer !== undefined ? inputs : undefined,
    hasCredentials: context.has(credentials) === 'yes',
    vendorFolder: composer?.vendorFolder ?? 'vendor',
  };
}

function findRange(context: BuildContext, folder: string): Fact<string | undefined> {
  const composer = readComposerJson(context, folder);
  if (composer?.platformPhp !== undefined && /^\d+\.\d+/.test(composer.platformPhp)) {
    const line = composer.platformPhp.replace(/^(\d+\.\d+).*$/, '$1');
    const says = `Packages are chosen for PHP ${composer.platformPhp}.`;
    return fact(`${line}.x`, saidIn(context, composer.path, /"platform"/, says));
  }
  if (composer?.php !== undefined) {
    const says = `The project allows PHP "${composer.php}".`;
    return fact(
      fromComposerConstraint(composer.php),
      saidIn(context, composer.path, /"php"\s*:/, says),
    );
  }
  const file = below(folder, '.php-version');
  const version = /^(\d+\.\d+)/.exec((context.text(file) ?? '').trim())?.[1];
  return version === undefined
    ? fact(undefined, byDefault('The project names no version of PHP.'))
    : fact(`${version}.x`, { file, line: 1, says: `The version is ${version}.` });
}
