import type { Sourced } from '../sourced';

/** The pair of images that one family of base images has for a language: to build in, and to run in. */
export interface RecipeImage extends Sourced {
  /** `node`, `python`, `native` (glibc), `static` (no C library). */
  readonly language: string;
  readonly base: 'slim' | 'alpine' | 'distroless' | 'dhi' | 'chainguard';
  /** Versions it exists for; undefined: every supported one. */
  readonly versions?: readonly string[];
  /** Where dependencies are installed and programs compiled, `$` for the version. */
  readonly build: string;
  /** What is shipped, `$` for the version. */
  readonly run: string;
  readonly libc: 'glibc' | 'musl';
  /** A ready account of the image that runs; undefined: one has to be added, or its number is free to choose. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** The interpreter in the image that runs: a name on its PATH, or a path. */
  readonly program?: string;
  /** True when the image starts the interpreter by itself, so that CMD holds its arguments only. */
  readonly startsProgram: boolean;
  /** False when the image that runs has no shell. */
  readonly hasShell: boolean;
}
