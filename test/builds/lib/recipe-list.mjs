// Which recipes are proved, by which test projects, and why the others are not: test/builds/recipes.json.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * @typedef {object} RecipeProof
 * @property {string} name folder of test/recipes/projects
 * @property {string} recipe
 * @property {string} [base] family of base images, where the first one has no stand-in
 * @property {string[]} bases groups of base images
 * @property {string[]} registries
 * @property {string[]} requests
 * @property {string} [fastcgi] the file that answers, where the program speaks FastCGI and not HTTP
 * @property {number} [port] where it answers, where its Compose service publishes no port
 */

/** @param {string} file relative to the checkout */
function readJson(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

/** @returns {RecipeProof[]} */
export function readRecipes() {
  const { proved } = readJson('test/builds/recipes.json');
  return Object.entries(proved).map(([name, { bases, registries, ...proof }]) => ({
    name,
    recipe: readRequest(name).recipe,
    ...proof,
    // Generated files are built as they are, with the frontend that they ask for.
    bases: ['frontend', ...bases],
    registries: ['go', ...registries],
  }));
}

/** What is asked of the generator for a test project. @param {string} name */
export function readRequest(name) {
  return readJson(`test/recipes/expected/${name}/request.json`);
}

/** Why recipes are not proved, by their ids. @returns {Record<string, string>} */
export function readUnproved() {
  return readJson('test/builds/recipes.json').unproved;
}
