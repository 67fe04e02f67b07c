import type { RecipeImage } from './row';

/**
 * A release brings its own Erlang, so it is shipped on the Debian it was made on. Images with Erlang/OTP 27 and
 * older are left out: they are made on Debian 12. Alpine is left out, as Phoenix advises against it, and so are
 * images without a shell, which the start script of a release needs.
 */
export const elixirRecipeImages: readonly RecipeImage[] = [
  {
    language: 'elixir',
    base: 'slim',
    versions: ['1.20-otp-29', '1.20-otp-28', '1.19-otp-28', '1.18-otp-28'],
    build: 'elixir:$-slim',
    run: 'debian:trixie-slim',
    libc: 'glibc',
    startsProgram: false,
    hasShell: true,
    source:
      'docker-library/official-images: library/elixir; erlang/docker-erlang-otp: {28,29}/slim/Dockerfile; phoenixframework/phoenix: priv/templates/phx.gen.release/Dockerfile.eex',
    checked: '2026-08-21',
  },
];
