import type { Sourced } from './sourced';

/** Versions of a language that distroless has images for, all on Debian 13. */
export interface DistrolessRuntime extends Sourced {
  readonly language: 'node' | 'java' | 'python';
  /** The part of the version that names the image, or that the image has. */
  readonly versions: readonly string[];
  /** Repository with `$` for the version. */
  readonly image: string;
  /** The runtime by its full path; the image starts it by itself. */
  readonly program: string;
  /** Names that stand for it in CMD. */
  readonly names: RegExp;
}

const source = 'GoogleContainerTools/distroless: README.md, nodejs/, java/, python3/';
const checked = '2026-08-21';

/** The Debian release of every image below. */
export const distrolessDebian = 13;

export const distrolessRuntimes: readonly DistrolessRuntime[] = [
  {
    language: 'node',
    versions: ['22', '24', '26'],
    image: 'gcr.io/distroless/nodejs$-debian13',
    program: '/nodejs/bin/node',
    names: /^node(?:js)?$/,
    source,
    checked,
  },
  {
    language: 'java',
    versions: ['17', '21', '25'],
    image: 'gcr.io/distroless/java$-debian13',
    program: '/usr/bin/java',
    names: /^java$/,
    source,
    checked,
  },
  {
    language: 'python',
    versions: ['3.13'],
    image: 'gcr.io/distroless/python3-debian13',
    program: '/usr/bin/python3',
    names: /^python(?:3(?:\.13)?)?$/,
    source,
    checked,
  },
];
