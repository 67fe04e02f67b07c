import type { RecipeImage } from './row';

const checked = '2026-08-22';
const nonroot = { uid: 65532, gid: 65532 };
const common = { startsProgram: false, checked } as const;
const official = 'docker-library/official-images: library/golang, library/debian, library/alpine';

/** `go`: programs without C, which need no C library where they run; `go-cgo`: programs linked with that of Debian. */
export const goRecipeImages: readonly RecipeImage[] = [
  {
    ...common,
    language: 'go',
    base: 'distroless',
    build: 'golang:$-trixie',
    run: 'gcr.io/distroless/static-debian13:nonroot',
    libc: 'glibc',
    user: nonroot,
    hasShell: false,
    source: 'GoogleContainerTools/distroless: README.md, base/README.md',
  },
  {
    ...common,
    language: 'go',
    base: 'slim',
    build: 'golang:$-trixie',
    run: 'debian:trixie-slim',
    libc: 'glibc',
    hasShell: true,
    source: official,
  },
  {
    ...common,
    language: 'go',
    base: 'alpine',
    build: 'golang:$-alpine3.24',
    run: 'alpine:3.24',
    libc: 'musl',
    hasShell: true,
    source: official,
  },
  {
    ...common,
    language: 'go',
    base: 'dhi',
    versions: ['1.26', '1.27'],
    build: 'dhi.io/golang:$-debian13-dev',
    run: 'dhi.io/static:20250419-debian13',
    libc: 'glibc',
    user: nonroot,
    hasShell: false,
    source: 'docker-hardened-images/catalog: image/golang/debian-13, image/static/debian-13',
  },
  {
    // Only the newest version is free.
    ...common,
    language: 'go',
    base: 'chainguard',
    versions: ['1.27'],
    build: 'cgr.dev/chainguard/go:latest',
    run: 'cgr.dev/chainguard/static:latest',
    libc: 'glibc',
    user: nonroot,
    hasShell: false,
    source: 'chainguard-images/images: images/go, images/static',
  },
  {
    ...common,
    language: 'go-cgo',
    base: 'distroless',
    build: 'golang:$-trixie',
    run: 'gcr.io/distroless/cc-debian13:nonroot',
    libc: 'glibc',
    user: nonroot,
    hasShell: false,
    source: 'GoogleContainerTools/distroless: README.md, cc/README.md',
  },
  {
    ...common,
    language: 'go-cgo',
    base: 'slim',
    build: 'golang:$-trixie',
    run: 'debian:trixie-slim',
    libc: 'glibc',
    hasShell: true,
    source: official,
  },
];
