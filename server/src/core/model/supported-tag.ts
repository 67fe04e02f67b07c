import { findImageFamily, findImageVariant } from '../data/base-images';
import {
  findCycle,
  findDistributionCycle,
  findProduct,
  findRepositoryCycles,
  isSupported,
  nearestSupportedCycle,
} from '../data/end-of-life';
import type { Cycle } from '../data/product-cycles';

/** A short tag of a supported release line, for an image that names none; undefined when not known. */
export function findDefaultTag(repository: string, today: string): string | undefined {
  const family = findImageFamily(repository);
  const product = family?.product === undefined ? undefined : findProduct(family.product);
  if (product === undefined) return undefined;
  const supported = product.cycles.filter(
    (cycle) => cycle.released <= today && isSupported(cycle, today),
  );
  const cycle = supported.find((each) => each.lts === true) ?? supported[0];
  if (cycle === undefined) return undefined;
  return findImageVariant(repository, cycle.cycle) === undefined ? undefined : cycle.cycle;
}

/**
 * The tag with its release line, and that of the distribution it names, moved to the nearest supported
 * one. Flavor stays: `18-alpine3.18` becomes `24-alpine`.
 *
 * @returns undefined when the new tag is not known to exist with the same distribution
 */
export function toSupportedTag(repository: string, tag: string, today: string): string | undefined {
  const family = findImageFamily(repository);
  const before = findImageVariant(repository, tag);
  if (family === undefined || before === undefined) return undefined;
  const versioned = family.product === undefined ? tag : moveProduct(family.product, tag, today);
  const moved = versioned === undefined ? undefined : moveDistribution(versioned, tag, today);
  if (moved === undefined || moved === tag) return undefined;
  const after = findImageVariant(repository, moved);
  return after?.variant.distribution === before.variant.distribution ? moved : undefined;
}

/** The Debian release that all images of distroless are published for. Source: its README, 2026-08-21. */
const distrolessDebian = '13';

/**
 * The repository with the release lines in its name moved to the nearest supported ones:
 * `gcr.io/distroless/nodejs18-debian11` becomes `gcr.io/distroless/nodejs24-debian13`.
 *
 * @returns undefined when nothing changes, or the new one is not known to exist
 */
export function toSupportedRepository(repository: string, today: string): string | undefined {
  if (!repository.startsWith('gcr.io/distroless/')) return undefined;
  const ended = findRepositoryCycles(repository).filter(({ cycle }) => !isSupported(cycle, today));
  if (ended.length === 0) return undefined;
  let moved = repository.replace(/-debian\d+$/, `-debian${distrolessDebian}`);
  for (const { product, cycle } of ended) {
    if (product.id === 'debian') continue;
    const next = nearestSupportedCycle(product, cycle, today);
    if (next === undefined) return undefined;
    moved = moved.replace(new RegExp(`(?<=[a-z])${cycle.cycle}(?=-|$)`), next.cycle);
  }
  return findImageFamily(moved) === undefined ? undefined : moved;
}

function moveProduct(productId: string, tag: string, today: string): string | undefined {
  const found = findCycle(productId, tag);
  if (found === undefined || isSupported(found.cycle, today)) return tag;
  const next = nearestSupportedCycle(found.product, found.cycle, today);
  return next === undefined ? undefined : replaceCycle(tag, found.cycle, next);
}

function moveDistribution(tag: string, original: string, today: string): string | undefined {
  const found = findDistributionCycle(tag);
  if (found === undefined) return tag;
  const isMoved = tag !== original;
  if (found.product.id === 'alpine') {
    return isMoved || !isSupported(found.cycle, today)
      ? tag.replace(/alpine\d+\.\d+/, 'alpine')
      : tag;
  }
  if (isSupported(found.cycle, today)) return tag;
  const next = nearestSupportedCycle(found.product, found.cycle, today);
  return next === undefined ? undefined : replaceCycle(tag, found.cycle, next);
}

/** Replaces the version (with its minor and patch parts) or the code name of a release line in a tag. */
function replaceCycle(tag: string, from: Cycle, to: Cycle): string | undefined {
  if (from.codename !== undefined && to.codename !== undefined && tag.includes(from.codename)) {
    return tag.replace(from.codename, to.codename);
  }
  const version = `${from.cycle.replace(/\./g, '\\.')}(?:\\.\\d+)*`;
  const pattern = new RegExp(`(^|-)${version}(?=$|-)`);
  return pattern.test(tag) ? tag.replace(pattern, `$1${to.cycle}`) : undefined;
}
