// Proves one assist alone, or with those it needs (`split-builder-stage,convert-to-distroless`): the image builds, answers as before, and keeps what the assist promises.
import { check, checkAnswers, stopLimitMs } from './checks.mjs';
import { harden } from './harden.mjs';

/** @typedef {import('./container.mjs').Observation} Observation */

/** @type {readonly { id: RegExp, promise: (run: Observation) => import('./checks.mjs').Check }[]} */
const promises = [
  {
    id: /user/,
    promise: ({ process }) => check('user', process?.uid !== 0, `uid ${process?.uid}`),
  },
  { id: /health/, promise: (run) => check('health', run.health === 'healthy', run.evidence) },
  {
    id: /exec-form|signal|stop/,
    promise: ({ stopMs }) => check('stop', stopMs < stopLimitMs, `${Math.round(stopMs)} ms`),
  },
];

/**
 * @param {import('./workbench.mjs').Workbench} bench
 * @param {string} assist
 * @param {Observation} original
 */
export async function proveAssist(bench, assist, original) {
  const name = assist.replaceAll(',', '-');
  const folder = bench.copy(name);
  const { steps, refused, buildSecrets } = await harden(folder, assist);
  const why = refused.map(({ id, reason }) => `${id}: ${reason}`).join('; ');
  if (!bench.note(assist, check('applies', steps.length > 0, why))) return false;
  const built = await bench.build(folder, name, { secrets: buildSecrets });
  if (!bench.note(assist, check('builds', built.built, built.problem))) return false;
  const run = await bench.runPlain(built.image);
  const results = [
    checkAnswers(bench.project, original, run),
    ...promises.filter(({ id }) => id.test(assist)).map(({ promise }) => promise(run)),
  ];
  const held = results.map((result) => bench.note(assist, result)).every(Boolean);
  bench.say(`${assist} alone: ${held ? 'same answers' : 'failed'}`);
  return held;
}
