// Builds and runs naive projects before and after `ironhull harden`, with a real Docker engine, and writes docs/proof.md.
//   npm run test:builds -- [--quick] [--project NAME ...] [--keep] [--no-write]
// NAME: a folder of projects/, "articles", "recipes", or "recipe-" and a name of recipes.json
// --quick: the projects of CI, one rebuild each, no single assists; --keep: leave images and copies; --no-write: no docs/proof.md
// IRONHULL_BUILDS_ENGINE=existing: use the Docker at hand and the real base images
// IRONHULL_CLI: another command line than that of this checkout
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { proveArticles, readArticles } from './lib/articles.mjs';
import { Bases, makeRootFileSystems } from './lib/bases.mjs';
import { installEngine, installTools, reasonToSkip, startEngine } from './lib/engine.mjs';
import { readBrokenRewrites, readProjects } from './lib/projects.mjs';
import { prove } from './lib/prove.mjs';
import { readRecipes, readUnproved } from './lib/recipe-list.mjs';
import { proveRecipe } from './lib/recipes.mjs';
import { findUnreachable } from './lib/registries.mjs';
import { renderReport } from './lib/report.mjs';
import { Turns } from './lib/turns.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    project: { type: 'string', multiple: true, default: [] },
    keep: { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
  },
});
const requireAll = Boolean(process.env.IRONHULL_REQUIRE_ALL_TIERS);
const started = performance.now();

/** @param {string} text */
function say(text) {
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`[${String(seconds).padStart(4)} s] ${text}`);
}

/** @param {number} passed @param {number} failed @param {number} skipped */
function finish(passed, failed, skipped) {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 || (skipped > 0 && requireAll) ? 1 : 0;
}

function chooseProjects() {
  const all = readProjects();
  const recipes = readRecipes().map(({ name }) => `recipe-${name}`);
  const names = new Set([...all.map(({ name }) => name), 'articles', 'recipes', ...recipes]);
  const unknown = options.project.filter((name) => !names.has(name));
  if (unknown.length > 0) throw new Error(`no such project: ${unknown.join(', ')}`);
  if (options.project.length > 0) return all.filter(({ name }) => options.project.includes(name));
  return options.quick ? all.filter(({ quick }) => quick) : all;
}

/** Three at a time: they use the waits of each other. @param {readonly (() => Promise<void>)[]} tasks */
async function runSideBySide(tasks) {
  const queue = [...tasks];
  const worker = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) await task();
  };
  await Promise.all([worker(), worker(), worker()]);
}

function chooseRecipes() {
  const all = readRecipes();
  const { project } = options;
  if (project.includes('recipes')) return all;
  if (project.length === 0) return options.quick ? [] : all;
  return all.filter(({ name }) => project.includes(`recipe-${name}`));
}

/**
 * @template {{ name: string, registries: readonly string[] }} Entry
 * @param {readonly Entry[]} entries
 * @param {{ name: string, reason: string }[]} skipped
 */
async function leaveOutUnreachable(entries, skipped) {
  /** @type {Entry[]} */
  const left = [];
  for (const entry of entries) {
    const registry = await findUnreachable(entry.registries);
    if (registry === undefined) left.push(entry);
    else skipped.push({ name: entry.name, reason: `registry ${registry} cannot be reached` });
  }
  return left;
}

async function main() {
  const reason = reasonToSkip();
  if (reason !== undefined) {
    console.log(`skipped real builds: ${reason}`);
    return finish(0, 0, 1);
  }
  /** @type {{ name: string, reason: string }[]} */
  const skipped = [];
  const projects = await leaveOutUnreachable(chooseProjects(), skipped);
  const recipes = await leaveOutUnreachable(chooseRecipes(), skipped);
  for (const { name, reason } of skipped) say(`skipped ${name}: ${reason}`);

  await installTools();
  await Promise.all([installEngine(), makeRootFileSystems()]);
  const engine = await startEngine();
  const work = mkdtempSync(path.join(tmpdir(), 'ironhull-builds-'));
  try {
    say(`Docker ${engine.version} runs`);
    const turns = new Turns();
    const bases = new Bases(turns, say);
    /** @type {('source' | 'dependency')[]} */
    const changes = options.quick ? ['source'] : ['source', 'dependency'];
    const repeats = { source: options.quick ? 1 : 3, dependency: 1 };
    const rewrites = readBrokenRewrites();
    /** @type {import('./lib/prove.mjs').Proof[]} */
    const proofs = [];
    // Made in the order in which the projects will ask; who asks first is told of a failure.
    for (const each of [...projects, ...recipes]) bases.prepare(each).catch(() => {});
    await runSideBySide(
      projects.map((project) => async () => {
        const broken = rewrites.filter((rewrite) => rewrite.project === project.name);
        const sayOf = (/** @type {string} */ text) => say(`${project.name}: ${text}`);
        const withAssists = !options.quick;
        const shared = { work, turns, changes, repeats, withAssists, keep: options.keep };
        const context = { ...shared, broken, say: sayOf };
        await bases.prepare(project);
        proofs.push(await prove(project, context));
      }),
    );
    /** @type {import('./lib/recipes.mjs').RecipeResult[]} */
    const generated = [];
    await runSideBySide(
      recipes.map((recipe) => async () => {
        const sayOf = (/** @type {string} */ text) => say(`recipe ${recipe.name}: ${text}`);
        await bases.prepare(recipe);
        const context = { work, turns, keep: options.keep, say: sayOf };
        generated.push(await proveRecipe(recipe, context));
      }),
    );
    const wantsArticles =
      options.project.length === 0 ? !options.quick : options.project.includes('articles');
    if (wantsArticles) await bases.prepare(readArticles());
    const articles = wantsArticles ? await proveArticles(work, say) : [];
    generated.sort((left, right) => left.project.localeCompare(right.project));
    proofs.sort((left, right) => left.project.name.localeCompare(right.project.name));

    const isFull = !options.quick && options.project.length === 0;
    if (isFull && !options['no-write']) {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
      const facts = {
        date: new Date().toISOString().slice(0, 10),
        engine: engine.version,
        ironhull: version,
      };
      writeFileSync(
        'docs/proof.md',
        renderReport({
          ...facts,
          cores: cpus().length,
          repeats: repeats.source,
          proofs,
          generated,
          unproved: readUnproved(),
          skipped,
        }),
      );
    }
    const checks = [
      ...proofs.flatMap((proof) => proof.checks),
      ...generated.flatMap((one) => one.checks),
      ...articles,
    ];
    const failed = checks.filter(({ ok }) => !ok).length;
    finish(checks.length - failed, failed, skipped.length);
  } finally {
    if (!options.keep) rmSync(work, { recursive: true, force: true });
    await engine.stop();
  }
}

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
await main();
