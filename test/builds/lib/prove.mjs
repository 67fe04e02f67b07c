// Proves one project: what its naive image does, and that the hardened one does the same, and better.
import { proveAssist } from './assists.mjs';
import { tryBrokenRewrite } from './broken-rewrites.mjs';
import { check, checkRun, checkToolchain, stopLimitMs } from './checks.mjs';
import { contentsOf } from './contents.mjs';
import { harden, reasonForNoHealthCheck, snapshot } from './harden.mjs';
import { sizeOf } from './image.mjs';
import { findTexts } from './layers.mjs';
import { inMegabytes, inSeconds } from './measure.mjs';
import { timeRebuilds } from './rebuilds.mjs';
import { defaultPatience, Workbench } from './workbench.mjs';

/**
 * @typedef {object} Side what is known of the original or the hardened image
 * @property {string} folder
 * @property {readonly import('./image.mjs').BuildSecret[]} secrets
 * @property {import('./container.mjs').Observation} run
 * @property {number} size
 * @property {import('./contents.mjs').Contents} contents
 * @property {readonly string[]} secretsFound secret texts in its layers
 * @property {number} [sourceRebuildMs]
 * @property {number} [dependencyRebuildMs]
 *
 * @typedef {object} Proof
 * @property {import('./projects.mjs').Project} project
 * @property {readonly (import('./checks.mjs').Check & { of: string })[]} checks
 * @property {Side} [original]
 * @property {Side} [hardened]
 * @property {import('./harden.mjs').Hardening} [hardening]
 * @property {{ assist: string, held: boolean }[]} assists
 * @property {{ rewrite: import('./projects.mjs').BrokenRewrite, caught: boolean, detail: string }[]} broken
 */

/**
 * @param {import('./projects.mjs').Project} project
 * @param {import('./workbench.mjs').Context} context
 * @returns {Promise<Proof>}
 */
export async function prove(project, context) {
  const bench = new Workbench(project, context);
  /** @type {Proof} */
  const proof = { project, checks: bench.checks, assists: [], broken: [] };
  try {
    const original = await runOriginal(bench);
    if (!original) return proof;
    proof.original = original;
    proof.hardening = await hardenTwice(bench);
    const hardened = await runHardened(bench, original, proof.hardening);
    if (hardened) {
      proof.hardened = hardened;
      await timeRebuilds(bench, original, hardened);
    }
    for (const assist of context.withAssists ? project.assists : []) {
      proof.assists.push({ assist, held: await proveAssist(bench, assist, original.run) });
    }
    for (const rewrite of context.broken) {
      proof.broken.push({ rewrite, ...(await tryBrokenRewrite(bench, rewrite, original.run)) });
    }
  } catch (error) {
    bench.note(
      'project',
      check('runs through', false, error instanceof Error ? error.message : String(error)),
    );
  } finally {
    await bench.close();
  }
  return proof;
}

/** @param {Workbench} bench @returns {Promise<Side | undefined>} */
async function runOriginal(bench) {
  const folder = bench.copy('original');
  const { image, built, problem } = await bench.build(folder, 'original');
  if (!bench.note('original', check('builds', built, problem))) return undefined;
  const run = await bench.runPlain(image, defaultPatience);
  if (!bench.note('original', check('answers', run.answers.length > 0, run.evidence)))
    return undefined;
  const side = { folder, secrets: [], run, ...(await lookInto(bench, image)) };
  bench.say(`original: ${inMegabytes(side.size)}, stops in ${inSeconds(run.stopMs)}`);
  return side;
}

/** @param {Workbench} bench @param {string} image */
async function lookInto(bench, image) {
  return {
    size: await sizeOf(image),
    contents: await contentsOf(image),
    secretsFound: await findTexts(image, bench.project.secretTexts),
  };
}

/** Hardens a copy; a second run must find nothing left to do. @param {Workbench} bench */
async function hardenTwice(bench) {
  const folder = bench.copy('hardened');
  const hardening = await harden(folder);
  const before = snapshot(folder);
  const again = (await harden(folder)).steps.map(({ id }) => id);
  const same = snapshot(folder) === before;
  bench.note('hardened', check('hardening again changes nothing', same, again.join(', ')));
  return hardening;
}

/**
 * @param {Workbench} bench
 * @param {Side} original
 * @param {import('./harden.mjs').Hardening} hardening
 * @returns {Promise<Side | undefined>}
 */
async function runHardened(bench, original, hardening) {
  const folder = bench.folder('hardened');
  const secrets = hardening.buildSecrets;
  const { image, built, problem } = await bench.build(folder, 'hardened', { secrets });
  if (!bench.note('hardened', check('builds', built, problem))) return undefined;
  let run = await bench.runStrict(image);
  // A late stop may be the fault of the project beside.
  if (run.stopMs >= stopLimitMs) run = await bench.runStrict(image, true);
  const side = { folder, secrets, run, ...(await lookInto(bench, image)) };
  const results = checkRun(bench.project, original.run, run, {
    noHealthCheck: reasonForNoHealthCheck(hardening),
    foundTexts: side.secretsFound,
  });
  if (bench.project.toolchain) results.push(checkToolchain(bench.project, side.contents));
  for (const result of results) bench.note('hardened', result);
  bench.say(
    `hardened: ${inMegabytes(side.size)}, uid ${run.process?.uid}, ${run.health}, stops in ${inSeconds(run.stopMs)}`,
  );
  return side;
}
