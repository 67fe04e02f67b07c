// Bundles the extension, both servers and the command line into dist/.
//   node scripts/build.mjs [--production] [--watch]
import * as esbuild from 'esbuild';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: { production: { type: 'boolean' }, watch: { type: 'boolean' } },
});

/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** @type {esbuild.BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: options.production ?? false,
  sourcemap: options.production ? false : 'linked',
  legalComments: 'none',
  logLevel: options.watch ? 'info' : 'warning',
  define: { IRONHULL_VERSION: JSON.stringify(version) },
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
};

/** @type {esbuild.BuildOptions} */
const browser = { ...shared, platform: 'browser', target: 'es2022' };

const serverAlias = {
  // The upstream language service asks Docker Hub through `https`; the gate is closed in every host.
  https: path.join(root, 'server/src/node/registry-gate.ts'),
  // Three packages bring a copy each; the types are plain objects, so one serves all.
  'vscode-languageserver-types': path.join(root, 'node_modules/vscode-languageserver-types'),
};

const shebang = { js: '#!/usr/bin/env node' };

/** @type {readonly esbuild.BuildOptions[]} */
const bundles = [
  {
    ...node,
    entryPoints: ['client/src/node/main.ts'],
    outfile: 'dist/client/node.js',
    external: ['vscode'],
  },
  {
    ...browser,
    format: 'cjs',
    entryPoints: ['client/src/browser/main.ts'],
    outfile: 'dist/client/browser.js',
    external: ['vscode'],
  },
  {
    ...node,
    entryPoints: ['server/src/node/main.ts'],
    outfile: 'dist/node/server.js',
    alias: serverAlias,
    banner: shebang,
  },
  {
    ...browser,
    format: 'iife',
    entryPoints: ['server/src/browser/main.ts'],
    outfile: 'dist/browser/server.js',
    alias: serverAlias,
    inject: ['server/src/browser/buffer-shim.ts'],
  },
  {
    ...node,
    entryPoints: ['server/src/cli/main.ts'],
    outfile: 'dist/cli/main.js',
    banner: shebang,
  },
];

/** @param {esbuild.BuildOptions} bundle */
function exists({ entryPoints, outfile }) {
  const [entry] = /** @type {string[]} */ (entryPoints);
  if (existsSync(path.join(root, entry))) return true;
  console.log(`${outfile} is left out: there is no ${entry}.`);
  return false;
}

const buildable = bundles.filter(exists);

if (options.watch) {
  const contexts = await Promise.all(buildable.map((bundle) => esbuild.context(bundle)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.allSettled(buildable.map((bundle) => esbuild.build(bundle)));
  results.forEach(({ status }, index) => {
    const { outfile, banner } = buildable[index];
    const name = String(outfile).padEnd(24);
    if (status === 'rejected') {
      console.log(`${name} failed`);
      process.exitCode = 1;
      return;
    }
    const file = path.join(root, name.trimEnd());
    if (banner === shebang) chmodSync(file, 0o755);
    console.log(`${name} ${(statSync(file).size / 1000).toFixed(0).padStart(6)} kB`);
  });
}
