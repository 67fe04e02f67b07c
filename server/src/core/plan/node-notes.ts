import { chooseManagerVersion } from './node-managers';
import type { NodePackages } from './node-packages';

/** What everybody should know about how the packages are installed, a sentence each. */
export function collectNodeNotes(packages: NodePackages): readonly string[] {
  const { manifest, workspace, release, lockFile, managerVersion } = packages;
  const count =
    manifest.dependencies.size +
    manifest.devDependencies.size +
    manifest.optionalDependencies.size +
    (workspace?.needed.length ?? 0);
  if (count === 0) return [];
  const version = chooseManagerVersion(packages);
  const isStrict =
    release.value === 'bun' || (release.value === 'pnpm' && 10 <= Number(version.split('.')[0]));
  const blocked = isStrict ? packages.scripted : [];
  return [
    ...(lockFile === undefined
      ? ['There is no lock file, so each build may install other versions: commit one.']
      : []),
    ...(packages.otherLockFiles.length === 0
      ? []
      : [
          `${packages.otherLockFiles.join(', ')} is of another package manager: keep one lock file.`,
        ]),
    ...(packages.inputsUnknown === undefined
      ? []
      : [`All sources are copied before the install: ${packages.inputsUnknown}`]),
    ...(release.value === 'npm' || managerVersion !== undefined
      ? []
      : [
          `package.json names no version of ${release.value.replace(' 2', '')}, so ${version} is taken: add "packageManager".`,
        ]),
    ...(packages.skippedScripts.length === 0
      ? []
      : [
          `The install of the packages that the program needs leaves out ${packages.skippedScripts.map((name) => `"${name}"`).join(', ')} of the project${packages.scripted.length === 0 ? ', and scripts of packages' : `, and scripts of packages but ${packages.scripted.join(', ')}`}.`,
        ]),
    ...(blocked.length === 0
      ? []
      : [
          `${blocked.join(', ')} needs a script of its own when it is installed, which ${release.value} runs only when it is allowed (${release.value === 'bun' ? '"trustedDependencies"' : '"onlyBuiltDependencies"'}).`,
        ]),
  ];
}
