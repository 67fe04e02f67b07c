// `npm run recipes -- [NAME ...]`: writes what the recipes make of test/recipes/projects anew; look at the difference.
import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const outfile = path.resolve(`.cache/recipes/cases-${process.pid}.mjs`);
mkdirSync(path.dirname(outfile), { recursive: true });
await build({
  entryPoints: ['test/harness/recipe-cases.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  outfile,
  logLevel: 'error',
});
const { findOwnFindings, generateCase, readRecipeCases, renderCase, writeExpected } = await import(
  pathToFileURL(outfile).href
);
const names = process.argv.slice(2);
const cases = readRecipeCases().filter(({ name }) => names.length === 0 || names.includes(name));
let failed = 0;
for (const recipeCase of cases) {
  try {
    writeExpected(recipeCase.name, renderCase(recipeCase));
    for (const base of generateCase(recipeCase).bases) {
      for (const finding of findOwnFindings(recipeCase, generateCase(recipeCase, base))) {
        failed += 1;
        console.log(`${recipeCase.name} (${base}): ${finding}`);
      }
    }
  } catch (error) {
    failed += 1;
    console.log(`${recipeCase.name}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
console.log(`${cases.length} written, ${failed} to look at`);
