import { intersects, validRange } from 'semver';
import { findProduct, isSupported } from '../data/end-of-life';
import type { Cycle } from '../data/product-cycles';

/** The release line an image is made for. */
export interface ChosenCycle {
  /** As tags write it: `24`, `3.14`. */
  readonly cycle: string;
  /** True when everybody gets security fixes for it on the day of the request. */
  readonly supported: boolean;
}

/**
 * The newest release line of a product that a range of versions allows: long-term lines before others,
 * supported ones before those past their end.
 *
 * @param range as npm writes it (`>=22 <25`, `^3.12`, `24.x`); undefined: any version
 * @returns undefined when the range cannot be read or allows no known line
 */
export function chooseCycle(
  product: string,
  range: string | undefined,
  today: string,
): ChosenCycle | undefined {
  const wanted = range === undefined ? '*' : validRange(range);
  if (wanted === null) return undefined;
  const allowed = listCycles(product).filter(
    ({ cycle, released }) => released <= today && intersects(toRange(cycle), wanted),
  );
  const supported = allowed.filter((cycle) => isSupported(cycle, today));
  const best = preferLongTerm(supported) ?? allowed[0];
  if (best === undefined) return undefined;
  return { cycle: best.cycle, supported: supported.includes(best) };
}

/** The release lines of a product, newest first; none for one that is not known. */
export function listCycles(product: string): readonly Cycle[] {
  return findProduct(product)?.cycles ?? [];
}

/** Lines are listed newest first. */
function preferLongTerm(cycles: readonly Cycle[]): Cycle | undefined {
  return cycles.find(({ lts }) => lts === true) ?? cycles[0];
}

function toRange(cycle: string): string {
  return `${cycle}${'.x'.repeat(Math.max(0, 3 - cycle.split('.').length))}`;
}

/** A constraint as Python packages write it (`>=3.11,<4`, `~=3.12`, `==3.13.*`) in the form of npm. */
export function fromPythonSpecifier(specifier: string): string {
  return specifier
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('!='))
    .map((part) =>
      part
        .replace(/^~=\s*(?=\d+\.\d+\.\d)/, '~')
        .replace(/^~=\s*/, '^')
        .replace(/^={2,3}\s*/, '='),
    )
    .join(' ');
}

/** A constraint as Composer writes it (`^8.2|^8.3`, `>=8.1,<9`) in the form of npm. */
export function fromComposerConstraint(constraint: string): string {
  return constraint.replace(/\|\|?/g, '||').replace(/,/g, ' ');
}

/** A constraint as Bundler and Mix write it (`~> 3.3`, `>= 3.2, < 4`) in the form of npm. */
export function fromPessimisticConstraint(constraint: string): string {
  return constraint
    .split(',')
    .map((part) => part.trim())
    .map((part) => part.replace(/^~>\s*(\d+(?:\.\d+)?)$/, '^$1').replace(/^~>\s*/, '~'))
    .join(' ');
}
