// Tries an assist and hardening on real Dockerfiles with the files of their projects, one worker for all,
// which is ended when one file takes too long.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundleCore } from './load-core.mjs';

/** Milliseconds for one file; more is a hang. */
const timeLimit = 30_000;
/** Milliseconds that hardening may take. */
const slow = 2_000;

/**
 * @param {{ list?: string, folder?: string, assist?: string, harden?: boolean, show?: string, out?: string, today: string }} options
 * `list`: JSON of `{ folder, file, repo, f }`; `folder`: Dockerfiles without projects; `out`: folder that gets the results
 * @returns the exit code
 */
export async function tryProjects({ list, folder, assist, harden, show, out, today }) {
  const bundle = await bundleCore('corpus-projects', ['./server/src/cli/project']);
  const workerData = { bundle, assistId: assist, hardens: harden === true, today };
  const entries = list === undefined ? filesBelow(folder) : JSON.parse(readFileSync(list, 'utf8'));
  const answers = [];
  let worker = await startWorker(workerData);
  for (const entry of entries) {
    const answer = await ask(worker, entry);
    if (answer === undefined) continue;
    answers.push({ entry, name: path.join(entry.folder ?? '', entry.file), ...answer });
    if (answer.ended === true) worker = await startWorker(workerData);
  }
  await worker.terminate();
  if (out !== undefined) keep(out, answers);
  if (assist !== undefined) printShares(answers, Number(show ?? 0));
  if (harden === true) printTimes(answers);
  const failed = answers.filter(({ defects }) => defects.length !== 0);
  for (const { name, defects } of failed)
    for (const each of defects) console.error(`${name}: ${each}`);
  console.log(`${answers.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => ({ file: path.join(folder, String(name)) }))
    .filter(({ file }) => statSync(file).isFile());
}

async function startWorker(workerData) {
  const worker = new Worker(new URL('corpus-worker.mjs', import.meta.url), { workerData });
  await new Promise((resolve) => worker.once('message', resolve));
  return worker;
}

/** The answer of the worker; a defect instead when it fails or does not come to an end. */
function ask(worker, entry) {
  return new Promise((resolve) => {
    const finish = (answer) => {
      clearTimeout(timer);
      worker.off('message', finish).off('error', fail);
      resolve(answer);
    };
    const stop = (defect) => {
      finish({ defects: [defect], ended: true });
      void worker.terminate();
    };
    const fail = (error) => stop(`failed: ${error.stack}`);
    const timer = setTimeout(() => stop(`hangs for ${timeLimit / 1000} s`), timeLimit);
    worker.once('message', finish);
    worker.once('error', fail);
    worker.postMessage(entry);
  });
}

function printShares(answers, shown) {
  const table = new Map();
  const reasons = new Map();
  for (const { image = 'unknown', assist = {} } of answers) {
    const outcome = assist.result !== undefined ? 0 : assist.refusal !== undefined ? 1 : 2;
    const row = table.get(image.split('/').at(-1)) ?? [0, 0, 0];
    row[outcome]++;
    table.set(image.split('/').at(-1), row);
    if (outcome === 1) count(reasons, normalize(assist.refusal));
    if (outcome === 0) count(reasons, `APPLIES: ${assist.title}`);
  }
  console.log('applies refuses does-not-fit base image');
  const total = [0, 1, 2].map((index) =>
    [...table.values()].reduce((sum, row) => sum + row[index], 0),
  );
  const rows = [...table].toSorted(([, left], [, right]) => sum(right) - sum(left));
  for (const [image, row] of [['ALL', total], ...rows]) {
    console.log(
      `${row.map((each, index) => String(each).padStart([7, 7, 12][index])).join(' ')} ${image}`,
    );
  }
  for (const [reason, number] of [...reasons].toSorted(([, left], [, right]) => right - left))
    console.log(`${String(number).padStart(6)} ${reason}`);
  const applied = answers.filter(({ assist }) => assist?.result !== undefined);
  for (const { name, assist } of applied.slice(0, shown))
    console.log(`\n=== ${name}\n${assist.evidence?.join('\n') ?? ''}\n---\n${assist.result}`);
}

function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

function count(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** One reason for all files: numbers and names left out. */
function normalize(reason) {
  return reason
    .replace(/"[^"]*"/g, '"…"')
    .replace(/(?<=^|[\s(])[\w@$*{}+-]*[/._$][\w@./*${}+-]*[\w*}]/g, '…')
    .replace(/\b[A-Z]+_?[A-Z_]{2,}\b/g, 'NAME')
    .replace(/\d+/g, 'N')
    .replace(/(?:…, )+…/g, '…');
}

function printTimes(answers) {
  const timed = answers
    .flatMap(({ name, harden }) => (harden === undefined ? [] : [{ name, ...harden }]))
    .toSorted((left, right) => left.milliseconds - right.milliseconds);
  if (timed.length === 0) return;
  const at = (share) => timed[Math.min(timed.length - 1, Math.floor(timed.length * share))];
  const [p50, p95, max] = [0.5, 0.95, 1].map((share) => `${at(share).milliseconds.toFixed(0)} ms`);
  console.log(`harden: p50 ${p50}, p95 ${p95}, max ${max}: ${at(1).name}`);
  for (const { name, milliseconds } of timed.filter((each) => slow < each.milliseconds))
    answers
      .find((each) => each.name === name)
      ?.defects.push(`harden: slow: ${milliseconds.toFixed(0)} ms`);
}

function keep(out, answers) {
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, 'answers.json'), JSON.stringify(answers, null, 1));
}
