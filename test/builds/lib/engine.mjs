// The Docker engine of the tier: a private one (engine.sh), or with IRONHULL_BUILDS_ENGINE=existing the one at hand.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand, tail } from './run-command.mjs';

const script = fileURLToPath(new URL('../engine.sh', import.meta.url));
export const usesExistingEngine = process.env.IRONHULL_BUILDS_ENGINE === 'existing';
export const stateFolder =
  process.env.REAL_BUILDS_DIR ?? path.join(homedir(), '.cache', 'ironhull-builds');

/** Why this machine cannot run the tier; undefined when it can. */
export function reasonToSkip() {
  if (usesExistingEngine) return undefined;
  if (process.platform !== 'linux') return 'the private engine needs Linux';
  if (process.getuid?.() !== 0) return 'the private engine needs root';
  return undefined;
}

/** @param {string} step */
async function engineStep(step) {
  const result = await runCommand('bash', [script, step], {
    env: { REAL_BUILDS_DIR: stateFolder },
  });
  if (result.code !== 0) throw new Error(`engine.sh ${step}: ${tail(result.stderr)}`);
  return result.stdout.toString();
}

/** What both root file systems, the engine's and Debian's, are made with. */
export async function installTools() {
  mkdirSync(stateFolder, { recursive: true });
  if (!usesExistingEngine) await engineStep('tools');
}

/** Makes the engine's root file system. */
export async function installEngine() {
  if (!usesExistingEngine) await engineStep('install');
}

/**
 * Starts the engine and leads `docker` to it.
 *
 * @returns {Promise<{ version: string, stop: () => Promise<void> }>}
 */
export async function startEngine() {
  let started = false;
  if (!usesExistingEngine) {
    started = (await engineStep('up')).includes('started');
    for (const [, name = '', value = ''] of (await engineStep('env')).matchAll(/(\w+)=(\S+)/g)) {
      process.env[name] = value.replace('$PATH', process.env.PATH ?? '');
    }
  }
  const version = (await docker('version', '--format', '{{.Server.Version}}')).trim();
  return {
    version,
    // An engine that was up before belongs to somebody else.
    stop: async () => void (started && (await engineStep('down'))),
  };
}

/** Runs the Docker client. @param {readonly string[]} args */
export function tryDocker(...args) {
  return runCommand('docker', args);
}

/** Like `tryDocker`, but a failure is an error. @param {readonly string[]} args */
export async function docker(...args) {
  const result = await tryDocker(...args);
  if (result.code !== 0) throw new Error(`docker ${args.join(' ')}: ${tail(result.stderr)}`);
  return result.stdout.toString();
}
