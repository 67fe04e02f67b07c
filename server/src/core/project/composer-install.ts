import type { BuildContext } from './build-context';
import { readComposerJson } from './composer-json';
import { isVisibleFile, isVisibleFolder, visibleFilesOf, type InputAnswer } from './install-inputs';
import { isRecord, parseObject } from './json-object';
import { below } from './node-package-manager';

/** Plugins of Composer that read and write nothing outside of the folder of packages. */
const harmlessPlugins = new Set([
  'dealerdirect/phpcodesniffer-composer-installer',
  'infection/extension-installer',
  'pestphp/pest-plugin',
  'php-http/discovery',
  'phpstan/extension-installer',
  'symfony/runtime',
]);

/**
 * What `composer install --no-scripts --no-autoloader` reads in a folder of the context.
 * Source: https://getcomposer.org/doc/articles/scripts.md and https://getcomposer.org/doc/articles/plugins.md
 *
 * @param trusted plugins besides the harmless ones, of which the caller knows what they read
 */
export function findComposerInputs(
  context: BuildContext,
  folder: string,
  trusted: readonly string[] = [],
): InputAnswer {
  const path = below(folder, 'composer.json');
  const composer = isVisibleFile(context, path) ? readComposerJson(context, folder) : undefined;
  const text = context.text(path) ?? '';
  const value = parseObject(text);
  if (composer === undefined || value === undefined) return `${path} cannot be read.`;
  const perPackage = composer.scripts.find((name) =>
    /^(?:pre|post)-package-|^pre-(?:operations|pool)/.test(name),
  );
  if (perPackage !== undefined) {
    return `${path}: the script "${perPackage}" runs once, while packages are installed.`;
  }
  const plugin = pluginsOf(value).find(
    (name) => !harmlessPlugins.has(name) && !trusted.includes(name),
  );
  if (plugin !== undefined) return `${path}: the plugin ${plugin} may read the sources.`;
  if (/"type"\s*:\s*"(?:path|artifact)"/.test(text)) {
    return `${path} names a repository inside of the project.`;
  }
  const lock = below(folder, 'composer.lock');
  const event = composer.scripts.find((name) => /^(?:pre|post)-(?:install|update)-cmd$/.test(name));
  if (!isVisibleFile(context, lock) && event !== undefined) {
    return `Without ${lock} the first install is an update, for which other scripts run.`;
  }
  const vendor = below(folder, composer.vendorFolder);
  if (isVisibleFolder(context, vendor)) {
    return `${vendor} is a part of the build context.`;
  }
  return {
    files: [
      path,
      ...visibleFilesOf(context, folder, ['composer.lock', 'symfony.lock', 'auth.json']),
    ],
    folders: [],
    evidence: [`${path}: its scripts and class maps come behind the copy of the sources.`],
    results: [],
  };
}

function pluginsOf(value: Readonly<Record<string, unknown>>): readonly string[] {
  const config = value['config'];
  const allowed = isRecord(config) ? config['allow-plugins'] : undefined;
  if (allowed === true) return ['of every package'];
  return isRecord(allowed) ? Object.keys(allowed).filter((name) => allowed[name] === true) : [];
}
