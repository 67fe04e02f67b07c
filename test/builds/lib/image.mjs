// Builds images.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { docker, tryDocker, usesExistingEngine } from './engine.mjs';
import { runCommand, tail } from './run-command.mjs';

/** @typedef {{ id: string, from: 'file' | 'env', source: string }} BuildSecret */

/**
 * Builds the Dockerfile of a folder.
 *
 * @param {string} folder
 * @param {string} image
 * @param {readonly BuildSecret[]} secrets
 * @param {string} secretText the value of secrets that come from the environment
 * @param {{ file?: string, unchanged?: boolean }} [options] `file`: the Dockerfile, else that of the folder;
 *   `unchanged`: the engine has the frontend that it asks for
 * @returns {Promise<{ built: boolean, ms: number, problem: string }>}
 */
export async function buildImage(
  folder,
  image,
  secrets,
  secretText,
  { file = path.join(folder, 'Dockerfile'), unchanged = usesExistingEngine } = {},
) {
  const args = ['build', '--progress=plain', '-t', image];
  if (!usesExistingEngine) args.push('--network=host');
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  for (const { id, from, source } of secrets) {
    if (from === 'env') env[source] = secretText;
    args.push('--secret', `id=${id},${from === 'env' ? 'env' : 'src'}=${source}`);
  }
  const dockerfile = readFileSync(file, 'utf8');
  const plain = unchanged ? dockerfile : withoutFrontend(dockerfile);
  args.push('-f', plain === dockerfile ? file : '-');
  const build = () => runCommand('docker', [...args, '.'], { cwd: folder, env, input: plain });
  let result = await build();
  if (isEngineFault(result.stderr)) {
    console.log(`${image}: the engine could not start a container; building once more`);
    result = await build();
  }
  const built = result.code === 0;
  return { built, ms: result.ms, problem: built ? '' : tail(result.stderr) };
}

/**
 * Whether runc lost its own child before anything of the Dockerfile ran: seen once in some hundred builds, and no
 * statement about the Dockerfile.
 *
 * @param {string} log
 */
export function isEngineFault(log) {
  return /runc run failed: unable to start container process: .*connection reset by peer/.test(log);
}

/**
 * The private engine cannot pull a frontend, and its own has everything that hardened files use. The one that is made
 * for generated files (base images `frontend`) takes minutes to compile.
 *
 * @param {string} dockerfile
 */
function withoutFrontend(dockerfile) {
  return dockerfile.replace(/^#\s*syntax\s*=.*\r?\n/i, '');
}

/** @param {string} image */
export async function sizeOf(image) {
  return Number(await docker('image', 'inspect', '-f', '{{.Size}}', image));
}

/** @param {string} image */
export async function hasHealthCheck(image) {
  const test = await docker('image', 'inspect', '-f', '{{json .Config.Healthcheck}}', image);
  return /"CMD/.test(test);
}

/** @param {readonly string[]} images */
export async function removeImages(images) {
  if (images.length > 0) await tryDocker('rmi', '-f', ...images);
}
