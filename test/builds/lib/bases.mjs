// The stand-in base images that projects need. With an existing engine the real ones are pulled by the builds.
import { fileURLToPath } from 'node:url';
import { stateFolder, usesExistingEngine } from './engine.mjs';
import { runCommand, tail } from './run-command.mjs';

const script = fileURLToPath(new URL('../bases/make-bases.sh', import.meta.url));

/** What hardening may move a project to. */
const commonGroups = ['debian', 'distroless'];

/** @param {readonly string[]} groups */
async function make(groups) {
  if (usesExistingEngine) return;
  const result = await runCommand('bash', [script, ...groups], {
    env: { REAL_BUILDS_DIR: stateFolder },
  });
  if (result.code !== 0) throw new Error(`make-bases.sh: ${tail(result.stderr, 40)}`);
}

/** Makes the Debian root file systems: needs no engine. */
export function makeRootFileSystems() {
  return make(['tars']);
}

/** @param {readonly { bases: readonly string[] }[]} projects @param {(text: string) => void} say */
export async function makeBases(projects, say) {
  for (const group of new Set([...commonGroups, ...projects.flatMap(({ bases }) => bases)])) {
    await make([group]);
    say(`base images: ${group}`);
  }
}
