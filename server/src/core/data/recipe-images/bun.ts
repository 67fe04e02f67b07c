import type { RecipeImage } from './row';

const source = 'oven-sh/bun: dockerhub/{debian-slim,alpine,distroless}/Dockerfile';
const checked = '2026-11-22';
const bun = { uid: 1000, gid: 1000 };
const nonroot = { uid: 65532, gid: 65532 };

/** The release line that is taken where the project names none. Source: npm registry, package bun; checked 2026-11-22. */
export const defaultBunVersion = '1.4';

export const bunRecipeImages: readonly RecipeImage[] = [
  {
    language: 'bun',
    base: 'slim',
    build: 'oven/bun:$-slim',
    run: 'oven/bun:$-slim',
    libc: 'glibc',
    user: bun,
    program: 'bun',
    startsProgram: false,
    hasShell: true,
    source,
    checked,
  },
  {
    language: 'bun',
    base: 'alpine',
    build: 'oven/bun:$-alpine',
    run: 'oven/bun:$-alpine',
    libc: 'musl',
    user: bun,
    program: 'bun',
    startsProgram: false,
    hasShell: true,
    source,
    checked,
  },
  {
    language: 'bun',
    base: 'distroless',
    build: 'oven/bun:$-slim',
    run: 'oven/bun:$-distroless',
    libc: 'glibc',
    user: nonroot,
    program: '/usr/local/bin/bun',
    startsProgram: true,
    hasShell: false,
    source,
    checked,
  },
  {
    language: 'bun',
    base: 'dhi',
    versions: [defaultBunVersion],
    build: 'dhi.io/bun:$-dev',
    run: 'dhi.io/bun:$',
    libc: 'glibc',
    user: nonroot,
    program: '/usr/local/bin/bun',
    startsProgram: false,
    hasShell: false,
    source: 'docker-hardened-images/catalog: image/bun/debian-13/1.yaml',
    checked,
  },
];
