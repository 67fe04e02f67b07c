import type { Sourced } from './sourced';

/** A package that others only recommend and do not do their work without. */
export interface Companion extends Sourced {
  readonly name: string;
  /** The packages that recommend it. */
  readonly of: RegExp;
  /** Packages that bring it, or stand for it. */
  readonly providers: RegExp;
}

const source = 'apt-get install -s with and without --no-install-recommends on Debian 13';
const checked = '2026-11-22';

/** Source: as each row says. */
export const companions: readonly Companion[] = [
  {
    name: 'ca-certificates',
    of: /^(?:curl|wget|git)$/,
    providers: /^ca-certificates$/,
    source,
    checked,
  },
  {
    name: 'libc6-dev',
    of: /^(?:gcc(?:-\d+)?|tcc)$/,
    providers: /^(?:libc6-dev|build-essential|g\+\+(?:-\d+)?|clang(?:-\d+)?)$/,
    source,
    checked,
  },
  {
    // pecl and phpize, like what cmake writes, call make.
    name: 'make',
    of: /^(?:cmake|php[\d.]*-dev)$/,
    providers: /^(?:make|build-essential|ninja-build|dpkg-dev)$/,
    source,
    checked,
  },
  {
    // Without any font a page has no text.
    name: 'fonts-liberation',
    of: /^chromium$/,
    providers: /^(?:t1-)?(?:fonts?|xfonts|ttf)-/,
    source: 'general knowledge: what the package chromium of Debian 13 recommends',
    checked,
  },
];

/** Package managers that recommend a whole compiler, for what has to be compiled. Source: as above. */
export const compilingInstallers = /^(?:python3-pip|npm|r-base)$/;
/** Brings that compiler. */
export const compiler = /^build-essential$/;
