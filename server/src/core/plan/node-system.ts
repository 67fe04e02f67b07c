import { packagesWithSystemNeeds } from '../data/node-build-tools';
import {
  browserPackages,
  findNodeSystemNeed,
  programStartingNodePackages,
} from '../data/node-system-packages';
import type { PackageJson } from '../project/package-json';

/** What the packages of a program need of the operating system. */
export interface NodeSystemNeeds {
  readonly build: { readonly debian: readonly string[]; readonly alpine: readonly string[] };
  readonly run: { readonly debian: readonly string[]; readonly alpine: readonly string[] };
  /** True when an image without shell, package manager and other programs will not do. */
  readonly needsPrograms: boolean;
  /** Packages of which it is not known what they need. */
  readonly unknown: readonly string[];
}

/** Packages that need something which is taken care of elsewhere. */
const known = new Set(['prisma', '@prisma/client']);

/**
 * What the packages that a program needs when it runs ask of the operating system.
 *
 * @returns a sentence when no image of a base family can do
 */
export function findNodeSystemNeeds(manifest: PackageJson): NodeSystemNeeds | string {
  const names = [...manifest.dependencies.keys(), ...manifest.optionalDependencies.keys()];
  const browser = names.find((name) => browserPackages.has(name));
  if (browser !== undefined) {
    return `"${browser}" starts a browser, which needs an image of its own (mcr.microsoft.com/playwright).`;
  }
  const needs = names.flatMap((name) => findNodeSystemNeed(name) ?? []);
  const unknown = names.filter(
    (name) =>
      packagesWithSystemNeeds.has(name) &&
      !known.has(name) &&
      !programStartingNodePackages.has(name) &&
      findNodeSystemNeed(name) === undefined,
  );
  const usesEngine = needsPrismaEngine(manifest);
  const openssl = usesEngine ? ['openssl'] : [];
  return {
    build: {
      debian: unique([...openssl, ...needs.flatMap(({ build }) => build)]),
      alpine: unique([...openssl, ...needs.flatMap(({ alpineBuild }) => alpineBuild)]),
    },
    run: {
      debian: unique([...openssl, ...needs.flatMap(({ run }) => run)]),
      alpine: unique([...openssl, ...needs.flatMap(({ alpineRun }) => alpineRun)]),
    },
    needsPrograms:
      usesEngine ||
      0 < needs.length + unknown.length ||
      names.some((name) => programStartingNodePackages.has(name)),
    unknown,
  };
}

/**
 * Up to Prisma 6 the client starts an engine that looks for OpenSSL with programs of the system.
 * Source: https://www.prisma.io/docs/orm/more/upgrade-guides/upgrading-versions/upgrading-to-prisma-7
 */
export function needsPrismaEngine(manifest: PackageJson): boolean {
  const version = manifest.dependencies.get('@prisma/client');
  const major = Number(/\d+/.exec(version ?? '')?.[0] ?? '7');
  return version !== undefined && major < 7;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
