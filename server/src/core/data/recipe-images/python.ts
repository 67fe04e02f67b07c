import type { RecipeImage } from './row';

const checked = '2026-08-22';
const nonroot = { uid: 65532, gid: 65532 };

/**
 * A virtual environment names its interpreter by the full path, so both images of a row have it at the same one.
 * Left out is Chainguard: its image to build in runs as an account that is not root.
 */
export const pythonRecipeImages: readonly RecipeImage[] = [
  {
    language: 'python',
    base: 'slim',
    versions: ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14'],
    build: 'python:$-slim-trixie',
    run: 'python:$-slim-trixie',
    libc: 'glibc',
    program: 'python',
    startsProgram: false,
    hasShell: true,
    source: 'docker-library/official-images: library/python',
    checked,
  },
  {
    language: 'python',
    base: 'alpine',
    versions: ['3.10', '3.11', '3.12', '3.13', '3.14'],
    build: 'python:$-alpine3.24',
    run: 'python:$-alpine3.24',
    libc: 'musl',
    program: 'python',
    startsProgram: false,
    hasShell: true,
    source: 'docker-library/official-images: library/python',
    checked,
  },
  {
    // Its Python is that of Debian, /usr/bin/python3.13, so it is Debian that the environment is made in.
    language: 'python',
    base: 'distroless',
    versions: ['3.13'],
    build: 'debian:trixie-slim',
    run: 'gcr.io/distroless/python3-debian13:nonroot',
    libc: 'glibc',
    user: nonroot,
    program: '/usr/bin/python3.13',
    startsProgram: true,
    hasShell: false,
    source: 'GoogleContainerTools/distroless: python3/README.md, examples/python3-requirements',
    checked,
  },
  {
    language: 'python',
    base: 'dhi',
    versions: ['3.11', '3.12', '3.13', '3.14'],
    build: 'dhi.io/python:$-dev',
    run: 'dhi.io/python:$',
    libc: 'glibc',
    user: nonroot,
    program: 'python3',
    startsProgram: false,
    hasShell: false,
    source: 'docker-hardened-images/catalog: image/python/debian-13',
    checked,
  },
];
