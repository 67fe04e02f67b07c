import type { RecipeImage } from './row';

const versions = ['8.2', '8.3', '8.4', '8.5'];
const shared = { versions, program: 'php', startsProgram: false, hasShell: true } as const;

/**
 * PHP is built on images that hold compilers; on Debian only its programs and their libraries are shipped.
 * FrankenPHP on Alpine is left out: its makers advise against it, and its tag names no release of Alpine.
 */
export const phpRecipeImages: readonly RecipeImage[] = [
  {
    ...shared,
    language: 'frankenphp',
    base: 'slim',
    build: 'dunglas/frankenphp:1-php$-trixie',
    run: 'debian:trixie-slim',
    libc: 'glibc',
    source: 'php/frankenphp: docker-bake.hcl, docs/docker.md; dunglas/symfony-docker: Dockerfile',
    checked: '2026-08-21',
  },
  {
    ...shared,
    language: 'php-fpm',
    base: 'slim',
    build: 'php:$-fpm-trixie',
    run: 'debian:trixie-slim',
    libc: 'glibc',
    source:
      'docker-library/official-images: library/php; docker-library/php: 8.5/trixie/fpm/Dockerfile',
    checked: '2026-08-21',
  },
  {
    ...shared,
    language: 'php-fpm',
    base: 'alpine',
    build: 'php:$-fpm-alpine3.24',
    run: 'php:$-fpm-alpine3.24',
    libc: 'musl',
    source:
      'docker-library/official-images: library/php; docker-library/php: 8.5/alpine3.24/fpm/Dockerfile',
    checked: '2026-08-21',
  },
];

/** Composer for a stage that builds. Source: docker-library/official-images: library/composer; checked 2026-08-21. */
export const composerImage = 'composer:2.10';

/**
 * Installs extensions in the official images of PHP; images of FrankenPHP have it.
 * Source: https://github.com/mlocati/docker-php-extension-installer, and Dockerfiles that name its releases;
 * checked 2026-11-22.
 */
export const extensionInstallerImage = 'mlocati/php-extension-installer:2.12';
