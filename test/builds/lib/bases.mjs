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

/**
 * Makes each group of images once. The common groups come first, one after the other, for the others stand on them;
 * then two at a time, because each waits for packages more than it computes.
 */
export class Bases {
  /** @type {Map<string, Promise<void>>} */
  #made = new Map();
  /** The end of each queue. @type {Promise<unknown>[]} */
  #queues = [];
  #turns;
  #say;

  /** @param {import('./turns.mjs').Turns} turns @param {(text: string) => void} say */
  constructor(turns, say) {
    this.#turns = turns;
    this.#say = say;
    /** @type {Promise<unknown>} */
    let common = Promise.resolve();
    for (const group of commonGroups) common = this.#add(group, common);
    this.#queues = [common, common];
  }

  /** Resolves when everything that a project needs is there. @param {{ bases: readonly string[] }} project */
  async prepare({ bases }) {
    await Promise.all([...commonGroups, ...bases].map((group) => this.#make(group)));
  }

  /** @param {string} group */
  #make(group) {
    const known = this.#made.get(group);
    if (known !== undefined) return known;
    const [queue = Promise.resolve(), ...others] = this.#queues;
    const made = this.#add(group, queue);
    this.#queues = [...others, made.catch(() => {})];
    return made;
  }

  /** @param {string} group @param {Promise<unknown>} queue */
  #add(group, queue) {
    const made = queue.then(async () => {
      await this.#turns.shared(() => make([group]));
      this.#say(`base images: ${group}`);
    });
    made.catch(() => {}); // who asks for the group is told
    this.#made.set(group, made);
    return made;
  }
}
