import type { Sourced } from './sourced';

/** A program that a package puts into `node_modules/.bin`, and the file of the package that it is. */
export interface NodeProgram extends Sourced {
  /** Name in `node_modules/.bin`. */
  readonly name: string;
  readonly package: string;
  /** Path in the package, run by Node.js. */
  readonly file: string;
  /** Major versions that have the file there. */
  readonly since: number;
  readonly until?: number;
}

const checked = '2026-11-21';

/** Programs that serve an application; the field `bin` of their packages names the files. */
export const nodePrograms: readonly NodeProgram[] = [
  program('next', 'next', 'dist/bin/next', 9),
  program('serve', 'serve', 'build/main.js', 14),
  { ...program('serve', 'serve', 'bin/serve.js', 10), until: 13 },
  program('http-server', 'http-server', 'bin/http-server', 0),
  program('vite', 'vite', 'bin/vite.js', 2),
  program('remix-serve', '@remix-run/serve', 'dist/cli.js', 2),
  program('react-router-serve', '@react-router/serve', 'bin.cjs', 8),
  program('fastify', 'fastify-cli', 'cli.js', 2),
  program('pm2-runtime', 'pm2', 'bin/pm2-runtime', 3),
  program('sirv', 'sirv-cli', 'bin.js', 1),
  program('nuxt', 'nuxt', 'bin/nuxt.mjs', 3),
  program('astro', 'astro', 'bin/astro.mjs', 7),
];

function program(name: string, owner: string, file: string, since: number): NodeProgram {
  return {
    name,
    package: owner,
    file,
    since,
    source: `https://www.npmjs.com/package/${owner}?activeTab=code (package.json, bin)`,
    checked,
  };
}
