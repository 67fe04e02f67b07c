import type { PackageManagerFacts } from './package-manager-facts';
import { languagePackageManagers } from './package-managers/language';
import { systemPackageManagers } from './package-managers/system';

/** Every package manager whose command line can be read. */
export const packageManagers: readonly PackageManagerFacts[] = [
  ...systemPackageManagers,
  ...languagePackageManagers,
];

/** The manager with that id (`apt-get`), not with that program name. */
export function findPackageManager(id: string): PackageManagerFacts | undefined {
  return packageManagers.find((manager) => manager.id === id);
}
