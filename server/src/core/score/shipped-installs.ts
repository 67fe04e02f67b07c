import { roleOfPackage } from '../data/build-packages';
import type { PackageOperation } from '../model/packages';

/** True for an operation that a shipped stage should leave to a builder: it compiles, or installs what only building needs. */
export function isInstallOfBuildPackages({ manager, action, packages }: PackageOperation): boolean {
  if (manager.kind === 'language') return action === 'install' || action === 'build';
  if (action !== 'install') return false;
  return packages.some(({ name }) => {
    const role = name === undefined ? 'unknown' : roleOfPackage(name);
    return role === 'build' || role === 'headers';
  });
}
