// `node scripts/coverage.mjs`: runs the unit tests of the core and says what they reach of server/src/core.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { coreTests, everyCore, findTests, runTests, showFailures } from './test-files.mjs';

const thresholds = { lines: 99, branches: 95 };
const source = 'server/src/core';
const folder = '.cache/coverage';
const worst = 10;

/**
 * Translates each file by itself: in a bundle of many files, c8 counts what was never called as reached.
 */
async function translate(tests) {
  const sources = ['server/src', 'test/harness', 'test/score'].flatMap((root) =>
    readdirSync(root, { recursive: true })
      .map((name) => path.join(root, name.toString()))
      .filter((name) => name.endsWith('.ts')),
  );
  const outdir = '.cache/tests/coverage';
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [...new Set([...sources, ...tests])],
    outdir,
    outbase: '.',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    plugins: [keepImports],
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return tests.map((name) => path.join(outdir, name.replace(/\.ts$/, '.mjs')));
}

/** Imports of other files stay imports, with the extension that Node asks for. */
const keepImports = {
  name: 'keep-imports',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path: target, kind }) =>
      kind === 'entry-point' || target.endsWith('.mjs')
        ? undefined
        : { path: `${target}.mjs`, external: true },
    );
  },
};

/** Runs the tests, which note what they reach; c8 follows the source maps inside of the files. */
async function collect(files) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const trap = path.resolve('test/harness/no-network.cjs');
  const result = await runTests(files, {
    atOnce: everyCore,
    env: { NODE_V8_COVERAGE: path.resolve(folder, 'raw'), NODE_OPTIONS: `--require "${trap}"` },
  });
  const { status } = spawnSync(
    process.execPath,
    [
      path.join('node_modules', 'c8', 'bin', 'c8.js'),
      'report',
      `--temp-directory=${folder}/raw`,
      `--reports-dir=${folder}`,
      '--reporter=json-summary',
      '--exclude-after-remap',
      `--include=${source}/**`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return { ...result, isMeasured: status === 0 };
}

function readSummary() {
  const { total, ...files } = JSON.parse(readFileSync(`${folder}/coverage-summary.json`, 'utf8'));
  const rows = Object.entries(files).map(([name, { lines, branches }]) => ({
    name: path.relative(source, name),
    lines: lines.pct,
    branches: branches.pct,
    open: lines.total - lines.covered + branches.total - branches.covered,
  }));
  return { total, rows };
}

/** The files with the most lines and branches that no test reaches. */
function printWorst(rows) {
  const shown = rows.toSorted((left, right) => right.open - left.open).slice(0, worst);
  console.log('   lines  branches  open  file');
  for (const { name, lines, branches, open } of shown) {
    const cells = [lines.toFixed(1).padStart(8), branches.toFixed(1).padStart(9)];
    console.log(`${cells.join(' ')} ${String(open).padStart(5)}  ${name}`);
  }
}

const tests = findTests(coreTests);
const { code, passed, failed, skipped, output, isMeasured } = await collect(await translate(tests));
if (code !== 0 || !isMeasured) {
  console.log(showFailures(output));
  process.exitCode = 1;
}
const { total, rows } = readSummary();
printWorst(rows);
let missed = 0;
for (const [kind, least] of Object.entries(thresholds)) {
  const { pct, covered, total: all } = total[kind];
  console.log(`${kind}: ${pct} % (${covered} of ${all}), at least ${least} %`);
  if (pct < least) missed++;
}
if (missed > 0) process.exitCode = 1;
const kinds = Object.keys(thresholds).length;
const counts = [passed + kinds - missed, failed + missed, skipped];
console.log(`${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped`);
