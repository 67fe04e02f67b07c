import type { RecipeImage } from './row';

const unprivileged = { uid: 101, gid: 101 };

/** Servers for files that run without root rights. Nothing is built in them. */
export const nginxRecipeImages: readonly RecipeImage[] = [
  {
    language: 'nginx',
    base: 'alpine',
    build: 'nginxinc/nginx-unprivileged:$-alpine3.24-slim',
    run: 'nginxinc/nginx-unprivileged:$-alpine3.24-slim',
    libc: 'musl',
    user: unprivileged,
    program: 'nginx',
    startsProgram: false,
    hasShell: true,
    source: 'nginx/docker-nginx-unprivileged: stable/alpine-slim/Dockerfile',
    checked: '2026-08-22',
  },
  {
    language: 'nginx',
    base: 'slim',
    build: 'nginxinc/nginx-unprivileged:$-trixie',
    run: 'nginxinc/nginx-unprivileged:$-trixie',
    libc: 'glibc',
    user: unprivileged,
    program: 'nginx',
    startsProgram: false,
    hasShell: true,
    source: 'nginx/docker-nginx-unprivileged: stable/debian/Dockerfile',
    checked: '2026-08-22',
  },
  {
    // The Debian variant has no program that could ask whether the server is well.
    language: 'nginx',
    base: 'dhi',
    build: 'dhi.io/nginx:$-alpine3.24',
    run: 'dhi.io/nginx:$-alpine3.24',
    libc: 'musl',
    user: { uid: 65532, gid: 65532 },
    program: 'nginx',
    startsProgram: true,
    hasShell: true,
    source: 'docker-hardened-images/catalog: image/nginx/alpine-3.24/stable.yaml',
    checked: '2026-11-22',
  },
];
