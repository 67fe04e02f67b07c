// Calls `ironhull harden` as a user does.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { usesExistingEngine } from './engine.mjs';
import { runCommand, tail } from './run-command.mjs';

/**
 * @typedef {object} Hardening
 * @property {{ grade: string, points: number }} before
 * @property {{ grade: string, points: number }} after
 * @property {{ id: string, title: string }[]} steps
 * @property {{ id: string, reason: string }[]} refused
 * @property {import('./image.mjs').BuildSecret[]} buildSecrets
 */

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The command line of this checkout, as package.json names it. */
const commandLine = path.resolve(
  process.env.IRONHULL_CLI ??
    path.join(root, JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).bin.ironhull),
);

/** The stand-in base images have the tags that were supported on this day, and no later ones. */
const day = usesExistingEngine ? [] : ['--today', '2026-11-22'];

/**
 * Hardens the Dockerfile of a folder in place.
 *
 * @param {string} folder
 * @param {string} [only] the one step to take
 * @returns {Promise<Hardening>}
 */
export async function harden(folder, only) {
  const args = [commandLine, 'harden', 'Dockerfile', '--write', '--json', ...day];
  if (only !== undefined) args.push('--only', only);
  const result = await runCommand(process.execPath, args, { cwd: folder, seconds: 120 });
  try {
    const hardening = JSON.parse(result.stdout.toString());
    if (result.code === 0) return { steps: [], refused: [], buildSecrets: [], ...hardening };
  } catch {
    // Without a result, what it printed is the explanation.
  }
  throw new Error(
    `ironhull harden ended with ${result.code}: ${tail(result.stderr || result.stdout.toString())}`,
  );
}

/**
 * Generates the files of an image for the project in a folder, as a user does.
 *
 * @param {string} folder
 * @param {{ recipe: string, folder?: string, base?: string }} request
 */
export async function generateFiles(folder, { recipe, folder: app, base }) {
  const args = [commandLine, 'generate', '--recipe', recipe, ...day];
  if (app !== undefined) args.push('--app', app);
  if (base !== undefined) args.push('--base', base);
  const result = await runCommand(process.execPath, args, { cwd: folder, seconds: 120 });
  if (result.code !== 0) {
    throw new Error(`ironhull generate ended with ${result.code}: ${tail(result.stderr)}`);
  }
}

/**
 * What `ironhull check` warns of in the Dockerfile of a folder, a line each; nothing when it is content.
 *
 * @param {string} folder
 */
export async function findWarnings(folder) {
  const args = [commandLine, 'check', '--quiet', ...day, 'Dockerfile'];
  const result = await runCommand(process.execPath, args, { cwd: folder, seconds: 60 });
  return result.code === 0 ? '' : result.stdout.toString() || result.stderr;
}

/** The reason why hardening left a Dockerfile without a health check. @param {Hardening} hardening */
export function reasonForNoHealthCheck({ refused }) {
  return refused.find(({ id }) => id.includes('health'))?.reason;
}

/** The contents of all files of a folder, to see whether a second run changes any. @param {string} folder */
export function snapshot(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name.toString()))
    .filter((file) => existsSync(file) && statSync(file).isFile())
    .sort()
    .map((file) => `${file}\n${readFileSync(file, 'base64')}`)
    .join('\n');
}
