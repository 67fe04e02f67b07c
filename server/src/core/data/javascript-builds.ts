/**
 * What builds a JavaScript project: names of scripts, and tools that are development dependencies as a
 * rule. Frameworks that are dependencies themselves (`next`, `react-scripts`, `nuxt`) are left out.
 *
 * Source: the set-up guides of the tools, which install them with `--save-dev`; checked 2026-11-21.
 */
export const buildTools: ReadonlySet<string> = new Set(
  'tsc vite webpack rollup esbuild parcel gulp grunt tsup swc babel nest ng nx turbo rspack rsbuild vue-cli-service tailwindcss sass postcss ncc'.split(
    ' ',
  ),
);

const buildScript = /^(?:build|compile|bundle|transpile)(?:$|[:._-])/;

export function isBuildScript(script: string): boolean {
  return buildScript.test(script);
}

/**
 * How each manager installs everything whatever NODE_ENV says, and drops what only development needs.
 * Bun is left out: it brings its own compiler and bundler.
 */
export const developmentDependencies: ReadonlyMap<
  string,
  {
    /** Option that overrides NODE_ENV. */
    readonly include: string | undefined;
    /** Command that removes them; undefined when there is none. */
    readonly prune: string | undefined;
    /** The same for all packages of a workspace, from its root. */
    readonly pruneWorkspace?: string;
    /** Option of an install that leaves them out. */
    readonly omit: string;
  }
> = new Map([
  [
    'npm',
    {
      include: '--include=dev',
      prune: 'npm prune --omit=dev',
      omit: '--omit=dev',
      pruneWorkspace: 'npm prune --omit=dev',
    },
  ],
  // npm 6, which comes with Node.js up to 14, knows neither option.
  [
    'npm 6',
    { include: '--production=false', prune: 'npm prune --production', omit: '--production' },
  ],
  [
    'pnpm',
    {
      include: undefined,
      // Scripts of the project would run again, without the tools they may need.
      prune: 'pnpm prune --prod --ignore-scripts',
      // `prune` knows one package only; CI keeps it from asking whether node_modules may be made anew.
      pruneWorkspace: 'CI=true pnpm install --prod --prefer-offline',
      omit: '--prod',
    },
  ],
  [
    'yarn',
    {
      include: '--production=false',
      prune: 'yarn install --production --ignore-scripts --prefer-offline',
      omit: '--production',
    },
  ],
]);
