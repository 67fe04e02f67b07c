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

/** Makes each group of images once, one group after the other: they share folders and layers. */
export class Bases {
  /** @type {Map<string, Promise<void>>} */
  #made = new Map();
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #turns;
  #say;

  /** @param {import('./turns.mjs').Turns} turns @param {(text: string) => void} say */
  constructor(turns, say) {
    this.#turns = turns;
    this.#say = say;
  }

  /** Resolves when everything that a project needs is there. @param {{ bases: readonly string[] }} project */
  async prepare({ bases }) {
    await Promise.all([...commonGroups, ...bases].map((group) => this.#make(group)));
  }

  /** @param {string} group */
  #make(group) {
    const known = this.#made.get(group);
    if (known !== undefined) return known;
    const made = this.#last.then(async () => {
      await this.#turns.shared(() => make([group]));
      this.#say(`base images: ${group}`);
    });
    this.#made.set(group, made);
    this.#last = made.catch(() => {});
    return made;
  }
}
