import type { RecipeImage } from './row';

const checked = '2026-08-22';
const node = { uid: 1000, gid: 1000 };
const nonroot = { uid: 65532, gid: 65532 };

export const nodeRecipeImages: readonly RecipeImage[] = [
  {
    language: 'node',
    base: 'slim',
    build: 'node:$-trixie-slim',
    run: 'node:$-trixie-slim',
    libc: 'glibc',
    user: node,
    program: 'node',
    startsProgram: false,
    hasShell: true,
    source: 'docker-library/official-images: library/node',
    checked,
  },
  {
    language: 'node',
    base: 'alpine',
    build: 'node:$-alpine3.24',
    run: 'node:$-alpine3.24',
    libc: 'musl',
    user: node,
    program: 'node',
    startsProgram: false,
    hasShell: true,
    source: 'docker-library/official-images: library/node',
    checked,
  },
  {
    language: 'node',
    base: 'distroless',
    versions: ['22', '24', '26'],
    build: 'node:$-trixie-slim',
    run: 'gcr.io/distroless/nodejs$-debian13:nonroot',
    libc: 'glibc',
    user: nonroot,
    program: '/nodejs/bin/node',
    startsProgram: true,
    hasShell: false,
    source: 'GoogleContainerTools/distroless: README.md, nodejs/README.md',
    checked,
  },
  {
    language: 'node',
    base: 'dhi',
    versions: ['22', '24', '26'],
    build: 'dhi.io/node:$-dev',
    run: 'dhi.io/node:$',
    libc: 'glibc',
    user: node,
    program: 'node',
    startsProgram: false,
    hasShell: false,
    source: 'docker-hardened-images/catalog: image/node',
    checked,
  },
  {
    // Only the newest version is free. The image to build in has no root rights and no fixed version, so the
    // official one takes its place: its C library is older than that of Wolfi, which runs what it makes.
    language: 'node',
    base: 'chainguard',
    versions: ['26'],
    build: 'node:$-trixie-slim',
    run: 'cgr.dev/chainguard/node:latest',
    libc: 'glibc',
    user: nonroot,
    program: '/usr/bin/node',
    startsProgram: true,
    hasShell: true,
    source: 'chainguard-images/images: images/node',
    checked,
  },
];
