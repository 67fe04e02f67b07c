// The core as a module that scripts can use.
import { build } from 'esbuild';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Bundles the core as it stands now into `.cache/NAME` and imports it. */
export async function loadCore(name) {
  const outfile = path.resolve('.cache', name, 'core.mjs');
  await build({
    entryPoints: ['server/src/core/service.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  return import(`${pathToFileURL(outfile).href}?${Date.now()}`);
}
