// Bundles test files so that Node 20 can run TypeScript, and runs them with node:test.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

/** Every `*.test.ts` below the folders, sorted. */
export function findTests(folders) {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name.toString())),
    )
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
}

/** Where the unit tests of the core are. */
export const coreTests = [
  'test/core',
  'test/rules',
  'test/assists',
  'test/recipes',
  'test/score',
  'test/complaints',
  'test/problems',
];

/** How many files of tests that wait for nothing run beside each other. */
export const everyCore = availableParallelism();

/** Bundles the tests into `.cache/tests/NAME` and gives the paths of the bundles. */
export async function bundleTests(files, name) {
  const outdir = path.join('.cache/tests', name);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: files,
    outdir,
    outbase: 'test',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return files.map((file) =>
    path.join(outdir, path.relative('test', file).replace(/\.ts$/, '.mjs')),
  );
}

/**
 * Runs bundled tests; resolves to the counts that node:test prints.
 *
 * @param {string[]} bundles
 * @param {{ env?: Record<string, string>, atOnce?: number }} options `atOnce`: files that run beside each other; tests
 *   that wait for other processes want the machine for themselves
 */
export function runTests(bundles, { env = {}, atOnce = 1 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--enable-source-maps',
        '--test',
        `--test-concurrency=${atOnce}`,
        '--test-reporter=tap',
        ...bundles,
      ],
      { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
      resolve({
        code: code ?? 1,
        passed: count('pass'),
        failed: count('fail') + count('cancelled'),
        skipped: count('skipped') + count('todo'),
        output,
      });
    });
  });
}

/** A line for each reason why tests of a TAP report were skipped, with their number. */
export function showSkipped(output) {
  const counts = new Map();
  for (const [, reason] of output.matchAll(/^\s*ok \d+ - .* # SKIP (\S.*)$/gm)) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `skipped: ${reason}: ${count}`).join('\n');
}

/** The failing leaf tests of a TAP report, with their messages. */
export function showFailures(output) {
  const lines = output.split('\n');
  const shown = [];
  for (const [index, line] of lines.entries()) {
    if (!/^\s*not ok /.test(line)) continue;
    const indent = line.search(/\S/);
    const block = [];
    for (const next of lines.slice(index + 1)) {
      if (next.trim() !== '' && next.search(/\S/) <= indent) break;
      block.push(next);
    }
    if (block.some((each) => each.includes("failureType: 'subtestsFailed'"))) continue;
    shown.push(line.trim(), ...block.slice(0, 60));
  }
  return shown.join('\n');
}
