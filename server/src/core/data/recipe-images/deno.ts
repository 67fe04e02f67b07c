import type { RecipeImage } from './row';

const source = 'denoland/deno_docker: {debian,alpine,distroless}.dockerfile';
const checked = '2026-11-22';

/** Tags name a patch release; the newest one. Source: npm registry, package deno; checked 2026-11-22. */
export const defaultDenoVersion = '2.9.6';

/** The entrypoint of each image is tini, which starts Deno. */
export const denoRecipeImages: readonly RecipeImage[] = [
  {
    language: 'deno',
    base: 'slim',
    build: 'denoland/deno:debian-$',
    run: 'denoland/deno:debian-$',
    libc: 'glibc',
    user: { uid: 1993, gid: 1993 },
    program: 'deno',
    startsProgram: true,
    hasShell: true,
    source,
    checked,
  },
  {
    language: 'deno',
    base: 'alpine',
    build: 'denoland/deno:alpine-$',
    run: 'denoland/deno:alpine-$',
    libc: 'musl',
    user: { uid: 1000, gid: 1000 },
    program: 'deno',
    startsProgram: true,
    hasShell: true,
    source,
    checked,
  },
  {
    language: 'deno',
    base: 'distroless',
    build: 'denoland/deno:debian-$',
    run: 'denoland/deno:distroless-$',
    libc: 'glibc',
    user: { uid: 65532, gid: 65532 },
    program: '/bin/deno',
    startsProgram: true,
    hasShell: false,
    source,
    checked,
  },
];
