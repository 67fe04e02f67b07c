// Reads the naive projects and the bad rewrites.
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ file: string, find: string, replace: string }} Change
 *
 * @typedef {object} Project
 * @property {string} name
 * @property {string} folder
 * @property {string} title
 * @property {string} stack
 * @property {string[]} registries
 * @property {string[]} bases
 * @property {number} port
 * @property {number} [hardenedPort]
 * @property {string[]} requests
 * @property {Record<string, string>} environment
 * @property {string[]} tmpfs
 * @property {number[]} exitCodes
 * @property {string[]} secretTexts
 * @property {boolean} toolchain
 * @property {Change} sourceChange
 * @property {Change} [dependencyChange]
 * @property {string[]} assists
 * @property {boolean} quick
 *
 * @typedef {object} BrokenRewrite
 * @property {string} name
 * @property {string} folder
 * @property {string} project
 * @property {string} title
 * @property {string} caughtBy the check that must fail
 * @property {string} because a pattern that its explanation must match
 */

const defaults = {
  registries: [],
  environment: {},
  tmpfs: [],
  exitCodes: [0],
  secretTexts: [],
  toolchain: false,
  assists: [],
  quick: false,
};

/** @param {string} kind @param {string} description */
function readAll(kind, description) {
  const parent = fileURLToPath(new URL(`../${kind}/`, import.meta.url));
  return readdirSync(parent)
    .map((name) => ({ name, folder: path.join(parent, name) }))
    .filter(({ folder }) => existsSync(path.join(folder, description)))
    .map(({ name, folder }) => ({
      ...JSON.parse(readFileSync(path.join(folder, description), 'utf8')),
      name,
      folder,
    }));
}

/** @returns {Project[]} */
export function readProjects() {
  return readAll('projects', 'proof.json').map((project) => ({ ...defaults, ...project }));
}

/** @returns {BrokenRewrite[]} */
export function readBrokenRewrites() {
  return readAll('broken', 'broken.json');
}

/** Copies a project, without what only the tier needs. @param {Project} project @param {string} target */
export function copyProject(project, target) {
  cpSync(project.folder, target, { recursive: true });
  rmSync(path.join(target, 'proof.json'));
}

/**
 * Applies a change. `tail` is appended: text that no build has seen, so that none can answer from its cache.
 *
 * @param {string} folder
 * @param {Change} change
 * @param {string} tail
 */
export function applyChange(folder, change, tail) {
  const file = path.join(folder, change.file);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(change.find)) throw new Error(`${change.file} has no "${change.find}"`);
  writeFileSync(file, text.replace(change.find, () => change.replace) + tail);
}
