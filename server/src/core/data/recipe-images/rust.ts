import type { RecipeImage } from './row';

const checked = '2026-08-22';
const common = { startsProgram: false, checked } as const;
const official = 'docker-library/official-images: library/rust, library/debian, library/alpine';

/**
 * Programs for glibc load its library and libgcc; those that the image on Alpine builds load nothing. The images of
 * other families build as an account that cannot write to caches, or have another C library than they run with.
 */
export const rustRecipeImages: readonly RecipeImage[] = [
  {
    ...common,
    language: 'rust',
    base: 'distroless',
    build: 'rust:$-slim-trixie',
    run: 'gcr.io/distroless/cc-debian13:nonroot',
    libc: 'glibc',
    user: { uid: 65532, gid: 65532 },
    hasShell: false,
    source: 'GoogleContainerTools/distroless: README.md, cc/README.md',
  },
  {
    ...common,
    language: 'rust',
    base: 'slim',
    build: 'rust:$-slim-trixie',
    run: 'debian:trixie-slim',
    libc: 'glibc',
    hasShell: true,
    source: official,
  },
  {
    ...common,
    language: 'rust',
    base: 'alpine',
    // Older versions have images on older releases of Alpine only.
    versions: ['1.98'],
    build: 'rust:$-alpine3.24',
    run: 'alpine:3.24',
    libc: 'musl',
    hasShell: true,
    source: official,
  },
];
