// Lets steps of several projects run side by side, but a timed step alone.

/** Shared steps run together; an exclusive one waits for them, and the ones after it wait in turn. */
export class Turns {
  /** @type {Set<Promise<unknown>>} */
  #running = new Set();
  /** @type {Promise<unknown>} */
  #exclusive = Promise.resolve();

  /** @template T @param {() => Promise<T>} step @returns {Promise<T>} */
  async shared(step) {
    for (let gate; gate !== this.#exclusive;) await (gate = this.#exclusive);
    const done = step();
    const settled = done.then(
      () => {},
      () => {},
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
    return done;
  }

  /** @template T @param {() => Promise<T>} step @returns {Promise<T>} */
  alone(step) {
    const before = this.#exclusive;
    const done = before.then(() => Promise.all(this.#running)).then(step);
    this.#exclusive = done.then(
      () => {},
      () => {},
    );
    return done;
  }
}
