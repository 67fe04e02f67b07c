// Bundles of the suites, into .cache/e2e/.
import * as esbuild from 'esbuild';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
export const outputDir = fileURLToPath(new URL('../../.cache/e2e/', import.meta.url));

export async function buildSuites() {
  /** @type {import('esbuild').BuildOptions} */
  const shared = {
    absWorkingDir: here,
    bundle: true,
    sourcemap: 'inline',
    logLevel: 'error',
    external: ['vscode'],
  };
  await Promise.all([
    esbuild.build({
      ...shared,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      entryPoints: { 'node/index': 'index.node.ts' },
      outdir: outputDir,
    }),
    // mocha is an ES module package whose browser bundle is UMD: inlined as such its header takes over
    // module.exports. Hence an IIFE, and the exports assigned last.
    esbuild.build({
      ...shared,
      platform: 'browser',
      format: 'iife',
      globalName: 'testModule',
      footer: { js: 'module.exports = testModule;' },
      define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
      entryPoints: { 'browser/index': 'index.browser.ts' },
      outdir: outputDir,
    }),
    esbuild.build({
      ...shared,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      packages: 'external', // some do not bundle into an ES module
      entryPoints: { 'core-fixes': 'core-fixes.ts', 'core-harden': 'core-harden.ts' },
      outdir: outputDir,
    }),
  ]);
}
