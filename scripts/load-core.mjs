// The core as a module that scripts can use.
import { build } from 'esbuild';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Bundles the core as it stands now, with other modules a script asks for, into `.cache/NAME` and imports it. */
export async function loadCore(name, modules = []) {
  return import(`${pathToFileURL(await bundleCore(name, modules)).href}?${Date.now()}`);
}

/** The path of the bundle that {@link loadCore} imports. */
export async function bundleCore(name, modules = []) {
  const outfile = path.resolve('.cache', name, 'core.mjs');
  const parts = ['./server/src/core/service', ...modules];
  await build({
    stdin: {
      contents: parts.map((part) => `export * from '${part}';`).join('\n'),
      resolveDir: process.cwd(),
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  return outfile;
}
