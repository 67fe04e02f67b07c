import { roleOfPackage, type PackageRole } from '../data/build-packages';
import { findLibraryPackages } from '../data/library-packages';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';

/** A package that a stage installs with the package manager of its operating system. */
export interface InstalledPackage {
  /** Undefined when a variable holds it, or it is a file. */
  readonly name: string | undefined;
  /** As written. */
  readonly text: string;
  readonly role: PackageRole;
  readonly operation: PackageOperation;
}

/** The system packages that a stage and those under it install, in order, with what they are for. */
export function findInstalledPackages(
  model: DockerfileModel,
  stage: Stage,
): readonly InstalledPackage[] {
  return collectInheritance(stage)
    .toReversed()
    .flatMap((part) => model.packageOperationsOf(part))
    .filter(({ manager, action }) => manager.kind === 'system' && action === 'install')
    .flatMap((operation) =>
      operation.packages.map(({ name, kind, word }): InstalledPackage => ({
        name: kind === 'named' ? name : undefined,
        text: word.text,
        role: kind === 'named' && name !== undefined ? roleOfPackage(name) : 'unknown',
        operation,
      })),
    );
}

/** The packages that the image of a program needs besides its own files, or why that is not known. */
export type RuntimePackages =
  | {
      readonly kind: 'known';
      /** Sorted, without repetitions. */
      readonly names: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The packages of a Debian stage that its runtime stage needs: those a running program may use, and the
 * libraries of every package of headers.
 *
 * @param release the Debian release of both stages
 * @param startsPrograms false when nothing in the image starts programs that packages bring
 */
export function findRuntimePackages(
  packages: readonly InstalledPackage[],
  release: '12' | '13',
  startsPrograms = true,
): RuntimePackages {
  const names = new Set<string>();
  for (const { name, text, role } of packages) {
    if (role === 'build' || (role === 'program' && !startsPrograms)) continue;
    if (role === 'unknown' || name === undefined) {
      return {
        kind: 'unknown',
        reason: `Whether the program needs the package "${text}" when it runs is not known.`,
      };
    }
    const needed = role === 'headers' ? findLibraryPackages(name, release) : [name];
    if (needed === undefined) {
      return {
        kind: 'unknown',
        reason: `Which library goes with the package "${name}" is not known.`,
      };
    }
    for (const each of needed) names.add(each);
  }
  return { kind: 'known', names: [...names].sort() };
}
