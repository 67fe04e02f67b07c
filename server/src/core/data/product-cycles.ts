import type { Sourced } from './sourced';

/** One release line of a product. */
export interface Cycle {
  /** As tags write it: `18`, `3.9`, `bookworm` has cycle `12`. */
  readonly cycle: string;
  /** Code name used in tags: `bookworm`, `noble`. */
  readonly codename?: string;
  /** Last day with security fixes for everybody (no paid support), ISO date; absent while it has no end. */
  readonly endOfLife?: string;
  /** First release day, ISO date. */
  readonly released: string;
  /** True for a long-term line that should be preferred as a successor. */
  readonly lts?: boolean;
}

/** Release lines of a product, newest first. */
export interface Product extends Sourced {
  readonly id: string;
  readonly title: string;
  /**
   * True when lines end as newer ones come out, on no fixed date: the newest line lives longest, although
   * an older one without `endOfLife` is still supported.
   */
  readonly rolling?: boolean;
  /** What may stand before the version in a tag: the `v` of `v3.6`, the `alpine-` of `alpine-2.6.1`. */
  readonly tagPrefix?: RegExp;
  readonly cycles: readonly Cycle[];
}
