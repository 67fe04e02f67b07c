// What the steps of a proof share: copies of the project, images, turns, and the list of checks.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { observe } from './container.mjs';
import { buildImage, removeImages } from './image.mjs';
import { copyProject } from './projects.mjs';

/** Seconds to stop in: enough to see that the limit of the check is not kept. */
const shortPatience = 4;

/** What Docker gives by default. */
export const defaultPatience = 10;

/**
 * @typedef {object} Context
 * @property {string} work a folder for copies
 * @property {import('./turns.mjs').Turns} turns
 * @property {readonly ('source' | 'dependency')[]} changes the rebuilds to time
 * @property {Readonly<Record<'source' | 'dependency', number>>} repeats how often
 * @property {boolean} withAssists prove single assists, too
 * @property {boolean} keep keep the images
 * @property {readonly import('./projects.mjs').BrokenRewrite[]} broken
 * @property {(text: string) => void} say
 */

export class Workbench {
  /** @type {(import('./checks.mjs').Check & { of: string })[]} */
  checks = [];
  /** @type {string[]} */
  #images = [];
  #runOptions;

  /** @param {import('./projects.mjs').Project} project @param {Context} context */
  constructor(project, context) {
    this.project = project;
    this.context = context;
    this.say = context.say;
    const { requests, environment, tmpfs } = project;
    this.#runOptions = { requests, environment, tmpfs };
  }

  /** An empty place for a copy. @param {string} name */
  folder(name) {
    return path.join(this.context.work, this.project.name, name);
  }

  /** A fresh copy of the naive project. @param {string} name */
  copy(name) {
    const folder = this.folder(name);
    mkdirSync(folder, { recursive: true });
    copyProject(this.project, folder);
    return folder;
  }

  /**
   * @param {string} folder
   * @param {string} name
   * @param {{ secrets?: readonly import('./image.mjs').BuildSecret[], alone?: boolean }} [options] `alone`: the time
   *   of the build counts
   */
  async build(folder, name, { secrets = [], alone = false } = {}) {
    const image = `ironhull-proof/${this.project.name}:${name}`;
    this.#images.push(image);
    const [secretText = ''] = this.project.secretTexts;
    const step = () => buildImage(folder, image, secrets, secretText);
    const { turns } = this.context;
    return { image, ...(await (alone ? turns.alone(step) : turns.shared(step))) };
  }

  /** Runs an image as the project's author does. @param {string} image @param {number} [patience] */
  runPlain(image, patience = shortPatience) {
    const { port, hardenedPort = port } = this.project;
    return this.#observe(image, { ports: [port, hardenedPort], strict: false, patience });
  }

  /** Runs an image as a careful cluster does. @param {string} image */
  runStrict(image, alone = false) {
    const ports = [this.project.hardenedPort ?? this.project.port];
    return this.#observe(image, { ports, strict: true, patience: shortPatience }, alone);
  }

  /**
   * @param {string} image
   * @param {Pick<import('./container.mjs').RunOptions, 'ports' | 'strict' | 'patience'>} options
   */
  #observe(image, options, alone = false) {
    const run = () => observe(image, { ...this.#runOptions, ...options });
    const { turns } = this.context;
    return alone ? turns.alone(run) : turns.shared(run);
  }

  /** Writes a check down. @param {string} of what was checked @param {import('./checks.mjs').Check} result */
  note(of, result) {
    this.checks.push({ of, ...result });
    if (!result.ok) this.say(`FAILED ${of}: ${result.check}: ${result.detail.slice(0, 1000)}`);
    return result.ok;
  }

  async close() {
    if (!this.context.keep) await removeImages(this.#images);
  }
}
