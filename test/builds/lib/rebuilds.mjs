// Times the builds after a change, each with the warm cache of the builds before it and with the machine to itself.
import { cpSync } from 'node:fs';
import { check } from './checks.mjs';
import { blankMark, inSeconds, median } from './measure.mjs';
import { applyChange } from './projects.mjs';

/** Long builds are timed less often: they vary less, and the tier has to end. */
const longMs = 8_000;

/**
 * @param {import('./workbench.mjs').Workbench} bench
 * @param {import('./prove.mjs').Side} original
 * @param {import('./prove.mjs').Side} hardened
 */
export async function timeRebuilds(bench, original, hardened) {
  for (const kind of bench.context.changes) {
    const change = bench.project[`${kind}Change`];
    if (!change) continue;
    const repeats = bench.context.repeats[kind];
    const before = await timeBuilds(bench, `original-${kind}`, original, { change, repeats });
    const after = await timeBuilds(bench, `hardened-${kind}`, hardened, { change, repeats });
    if (before) original[`${kind}RebuildMs`] = before.ms;
    if (after) hardened[`${kind}RebuildMs`] = after.ms;
    if (kind === 'source' && after) await checkNewAnswer(bench, after.image, hardened);
    bench.say(`after a ${kind} change: ${inSeconds(before?.ms)}, hardened ${inSeconds(after?.ms)}`);
  }
}

/**
 * @param {import('./workbench.mjs').Workbench} bench
 * @param {string} name
 * @param {import('./prove.mjs').Side} side
 * @param {{ change: import('./projects.mjs').Change, repeats: number }} what
 */
async function timeBuilds(bench, name, { folder, secrets }, { change, repeats }) {
  /** @type {number[]} */
  const times = [];
  let image = '';
  const isLong = () => times.reduce((sum, ms) => sum + ms, 0) > longMs;
  for (let turn = 1; turn <= repeats && !isLong(); turn++) {
    const changed = bench.folder(`${name}-${turn}`);
    cpSync(folder, changed, { recursive: true });
    applyChange(changed, change, blankMark(Date.now()));
    const result = await bench.build(changed, `${name}-${turn}`, { secrets, alone: true });
    if (!bench.note(name, check('builds', result.built, result.problem))) return undefined;
    times.push(result.ms);
    image = result.image;
  }
  const ms = median(times);
  return ms === undefined ? undefined : { ms, image };
}

/** A cache that serves old sources would be quick as well. */
async function checkNewAnswer(
  /** @type {import('./workbench.mjs').Workbench} */ bench,
  /** @type {string} */ image,
  /** @type {import('./prove.mjs').Side} */ hardened,
) {
  const { answers, evidence } = await bench.runStrict(image);
  const changed = answers.length > 0 && answers[0]?.body !== hardened.run.answers[0]?.body;
  bench.note('hardened', check('a source change arrives', changed, evidence));
}
