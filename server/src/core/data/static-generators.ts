import type { Sourced } from './sourced';

/** The official image of Hugo, which works as an account of its own. */
export const hugoImage: Sourced & {
  readonly image: string;
  readonly user: { readonly uid: number; readonly gid: number };
} = {
  image: 'ghcr.io/gohugoio/hugo:v0.169.0',
  // From general knowledge: the Dockerfile of the project.
  user: { uid: 1000, gid: 1000 },
  source:
    'https://gohugo.io/installation/linux/#docker; version: Go module proxy, github.com/gohugoio/hugo',
  checked: '2026-11-22',
};
