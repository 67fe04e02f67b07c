// Runs a bad rewrite through the checks of the good ones. One of them must fail, for the reason that is named.
import { cpSync } from 'node:fs';
import path from 'node:path';
import { check, checkRun } from './checks.mjs';
import { findTexts } from './layers.mjs';

/**
 * @param {import('./workbench.mjs').Workbench} bench
 * @param {import('./projects.mjs').BrokenRewrite} rewrite
 * @param {import('./container.mjs').Observation} original
 */
export async function tryBrokenRewrite(bench, rewrite, original) {
  const name = `broken-${rewrite.name}`;
  const failed = (await checksOf(bench, rewrite, name, original)).filter(({ ok }) => !ok);
  const because = new RegExp(rewrite.because, 'i');
  const reason = failed.find((one) => one.check === rewrite.caughtBy && because.test(one.detail));
  const all = failed.map((one) => `${one.check}: ${one.detail}`).join('; ') || 'every check passed';
  const caught = reason !== undefined;
  bench.note(name, check('is caught', caught, all));
  if (caught) bench.say(`${name}: caught by "${rewrite.caughtBy}"`);
  return { caught, detail: reason?.detail ?? all };
}

/**
 * @param {import('./workbench.mjs').Workbench} bench
 * @param {import('./projects.mjs').BrokenRewrite} rewrite
 * @param {string} name
 * @param {import('./container.mjs').Observation} original
 */
async function checksOf(bench, rewrite, name, original) {
  const folder = bench.copy(name);
  const filter = (/** @type {string} */ source) => path.basename(source) !== 'broken.json';
  cpSync(rewrite.folder, folder, { recursive: true, filter });
  const { image, built, problem } = await bench.build(folder, name);
  if (!built) return [check('builds', false, problem)];
  const run = await bench.runStrict(image);
  const foundTexts = await findTexts(image, bench.project.secretTexts);
  return checkRun(bench.project, original, run, { foundTexts });
}
