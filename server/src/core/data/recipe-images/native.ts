import type { RecipeImage } from './row';

const checked = '2026-08-22';
const common = { startsProgram: false, checked } as const;

/** C and C++: the compiler comes from the packages of the system, and so the images have no versions. */
export const nativeRecipeImages: readonly RecipeImage[] = [
  {
    ...common,
    language: 'native',
    base: 'distroless',
    build: 'debian:trixie-slim',
    run: 'gcr.io/distroless/cc-debian13:nonroot',
    libc: 'glibc',
    user: { uid: 65532, gid: 65532 },
    hasShell: false,
    source: 'GoogleContainerTools/distroless: README.md, cc/README.md',
  },
  {
    ...common,
    language: 'native',
    base: 'slim',
    build: 'debian:trixie-slim',
    run: 'debian:trixie-slim',
    libc: 'glibc',
    hasShell: true,
    source: 'docker-library/official-images: library/debian',
  },
  {
    ...common,
    language: 'native',
    base: 'alpine',
    build: 'alpine:3.24',
    run: 'alpine:3.24',
    libc: 'musl',
    hasShell: true,
    source: 'docker-library/official-images: library/alpine',
  },
];
