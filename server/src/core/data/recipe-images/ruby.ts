import type { RecipeImage } from './row';

const shared = {
  language: 'ruby',
  program: 'ruby',
  startsProgram: false,
  hasShell: true,
  source: 'docker-library/official-images: library/ruby; docker-library/ruby: 4.0/*/Dockerfile',
  checked: '2026-08-22',
} as const;

/**
 * Ruby is shipped with the image it was built in. Docker Hardened Images and Chainguard are left out: their images
 * have neither Bundler nor time zones nor a way to add the libraries of gems.
 */
export const rubyRecipeImages: readonly RecipeImage[] = [
  {
    ...shared,
    base: 'slim',
    build: 'ruby:$-slim-trixie',
    run: 'ruby:$-slim-trixie',
    libc: 'glibc',
  },
  {
    ...shared,
    base: 'alpine',
    versions: ['3.3', '3.4', '4.0'],
    build: 'ruby:$-alpine3.24',
    run: 'ruby:$-alpine3.24',
    libc: 'musl',
  },
];
