import { languageProducts } from './end-of-life/languages';
import { serverProducts } from './end-of-life/servers';
import { systemProducts } from './end-of-life/systems';
import type { Cycle, Product } from './product-cycles';

/** Products with release lines, newest line first. */
export const products: readonly Product[] = [
  ...languageProducts,
  ...systemProducts,
  ...serverProducts,
];

export interface FoundCycle {
  readonly product: Product;
  readonly cycle: Cycle;
}

const productOf: ReadonlyMap<string, Product> = new Map(
  products.map((product) => [product.id, product]),
);

/** A product by its id. */
export function findProduct(id: string): Product | undefined {
  return productOf.get(id);
}

/**
 * The release line that the version or code name at the start of an image tag belongs to; undefined when
 * that is not certain (`latest`, `lts`, a bare `3` where the product has 3.1 and 3.2).
 */
export function findCycle(product: string, tag: string): FoundCycle | undefined {
  const found = productOf.get(product);
  const cycle = found && (cycleOfVersion(found, tag) ?? cycleOfCodename(found, tag));
  return found && cycle ? { product: found, cycle } : undefined;
}

/** A hyphenated version at the start is the image's own: `alpine-2.6.1` is Deno 2.6.1 on some Alpine. */
const distributionVersion =
  /(?:^|[-_.])(alpine|debian|ubuntu)(?:(?<=.[-_.]\w+)-)?(\d+(?:\.\d+)*)(?=$|[-_])/;

/**
 * The Debian, Ubuntu or Alpine release that a tag names, wherever it stands: `3.13-slim-buster`,
 * `20-alpine3.18`, `12.2.0-base-ubuntu22.04`.
 */
export function findDistributionCycle(tag: string): FoundCycle | undefined {
  const named = distributionVersion.exec(tag);
  if (named?.[1] !== undefined && named[2] !== undefined) return findCycle(named[1], named[2]);
  const words = new Set(tag.split(/[-_]/));
  for (const id of ['debian', 'ubuntu']) {
    const product = productOf.get(id);
    const cycle = product?.cycles.find(({ codename }) => codename && words.has(codename));
    if (product && cycle) return { product, cycle };
  }
  return undefined;
}

const repositoryPatterns: readonly { readonly product: string; readonly pattern: RegExp }[] = [
  { product: 'nodejs', pattern: /^gcr\.io\/distroless\/nodejs(\d+)(?:-debian\d+)?$/ },
  { product: 'java', pattern: /^gcr\.io\/distroless\/java(\d+)(?:-debian\d+)?$/ },
  { product: 'debian', pattern: /^gcr\.io\/distroless\/[a-z0-9-]+-debian(\d+)$/ },
  { product: 'rhel', pattern: /^(?:docker\.io\/redhat|registry\.access\.redhat\.com)\/ubi(\d+)\b/ },
];

/** The release lines that a repository name carries: `gcr.io/distroless/nodejs18-debian11` has two. */
export function findRepositoryCycles(repository: string): readonly FoundCycle[] {
  return repositoryPatterns.flatMap(({ product, pattern }) => {
    const version = pattern.exec(repository)?.[1];
    const found = version === undefined ? undefined : findCycle(product, version);
    return found ? [found] : [];
  });
}

/** True when everybody gets security fixes for the line on `today` (ISO date). */
export function isSupported(cycle: Cycle, today: string): boolean {
  return cycle.endOfLife === undefined || cycle.endOfLife >= today;
}

/**
 * The oldest line newer than `cycle` that still gets fixes twelve months after `today` (ISO date), or
 * else the supported one that lives longest. Long-term lines win where the product has them. Lines not
 * yet released on `today` do not count.
 */
export function nearestSupportedCycle(
  product: Product,
  cycle: Cycle,
  today: string,
): Cycle | undefined {
  const newer = product.cycles
    .filter(
      (candidate) =>
        compareVersions(candidate.cycle, cycle.cycle) > 0 &&
        candidate.released <= today &&
        isSupported(candidate, today),
    )
    .sort((a, b) => compareVersions(a.cycle, b.cycle));
  const longTerm = newer.filter(({ lts }) => lts);
  const candidates = longTerm.length > 0 ? longTerm : newer;
  if (product.rolling) return candidates.at(-1);
  const inOneYear = `${String(Number(today.slice(0, 4)) + 1)}${today.slice(4)}`;
  return (
    candidates.find((candidate) => isSupported(candidate, inOneYear)) ??
    candidates.reduce<Cycle | undefined>(
      (best, candidate) =>
        best && (best.endOfLife ?? '9999') >= (candidate.endOfLife ?? '9999') ? best : candidate,
      undefined,
    )
  );
}

/** Orders `3.9` before `3.10`. */
function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `18` in `18-slim`, `8` in `8u302-jre`. A version runs up to the end of its word: `2fa` has none. */
const leadingVersion = /^(\d+(?:\.\d+)*)(?=$|[-_+]|u\d|rc\d|RC\d|[ab]\d|beta\d|alpha\d)/;

function cycleOfVersion(product: Product, tag: string): Cycle | undefined {
  const text = product.tagPrefix ? tag.replace(product.tagPrefix, '') : tag;
  const version = leadingVersion.exec(text)?.[1];
  if (version === undefined) return undefined;
  const parts = version.split('.');
  for (let length = Math.min(parts.length, 3); length > 0; length -= 1) {
    const prefix = parts.slice(0, length).join('.');
    const exact = product.cycles.find(({ cycle }) => cycle === prefix);
    if (exact) return exact;
  }
  const longer = product.cycles.filter(({ cycle }) => cycle.startsWith(`${version}.`));
  return longer.length === 1 ? longer[0] : undefined;
}

/** Code names stand first: `bullseye-slim`, `jammy-20260810`, `lts-hydrogen`. */
function cycleOfCodename(product: Product, tag: string): Cycle | undefined {
  const word = /^(?:lts-)?([a-z]+)(?=$|-)/.exec(tag)?.[1];
  return word === undefined ? undefined : product.cycles.find(({ codename }) => codename === word);
}
