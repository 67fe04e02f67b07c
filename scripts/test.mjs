// `npm test`: sets everything up, then runs every tier that this machine can run.
//   npm test -- RULE        only the examples and the page of one rule
//   npm test -- --fast      only what needs neither a build nor VS Code
//   IRONHULL_REQUIRE_ALL_TIERS=1: a tier that cannot run is a failure
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildIfStale, installDependencies, root, SetupError } from './setup.mjs';

process.chdir(root);
const args = process.argv.slice(2);
const fast = args.includes('--fast');
const only = args.find((arg) => !arg.startsWith('-'));

/** @typedef {{ name: string, passed: number, failed: number, skipped: number, ok: boolean, output: string, seconds: number }} Tier */

/**
 * Runs a script; one that prints no line `N passed, N failed[, N skipped]` counts as one test.
 *
 * @param {string} name
 * @param {string[]} command arguments of Node
 * @returns {Promise<Tier>}
 */
function runScript(name, command) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('close', (code) => {
      const lines = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)];
      const [, passed = code === 0 ? '1' : '0', failed = '0', skipped = '0'] = lines.at(-1) ?? [];
      const ok = code === 0;
      resolve({
        name,
        passed: Number(passed),
        failed: ok ? Number(failed) : Math.max(1, Number(failed)),
        skipped: Number(skipped),
        ok,
        output,
        seconds: (performance.now() - started) / 1000,
      });
    });
  });
}

/**
 * @param {string} name
 * @param {string[]} folders
 * @param {{ trap?: string, waits?: boolean }} options `trap`: of test/harness, loaded into each process, which fails when it
 *   opens a connection it must not; `waits`: the tests wait for processes of their own, one file at a time
 * @returns {Promise<Tier>}
 */
async function runFolders(name, folders, { trap = 'no-network.cjs', waits = true } = {}) {
  const { bundleTests, everyCore, findTests, runTests, showFailures, showSkipped } =
    await import('./test-files.mjs');
  const started = performance.now();
  const bundles = await bundleTests(findTests(folders), name.replace(/\W+/g, '-'));
  const preload = path.resolve('test/harness', trap);
  const result = await runTests(bundles, {
    env: { NODE_OPTIONS: `--require "${preload}"` },
    atOnce: waits ? 1 : everyCore,
  });
  return {
    name,
    passed: result.passed,
    failed: result.code === 0 ? result.failed : Math.max(1, result.failed),
    skipped: result.skipped,
    ok: result.code === 0,
    output: [showFailures(result.output), showSkipped(result.output)].join('\n'),
    seconds: (performance.now() - started) / 1000,
  };
}

/** @returns {Promise<Tier>} */
async function runStatic() {
  const { runChecks } = await import('./check.mjs');
  const started = performance.now();
  const results = await runChecks({ withUnit: false });
  const bad = results.filter((result) => !result.ok);
  return {
    name: 'types, lint, format, generated files',
    passed: results.length - bad.length,
    failed: bad.length,
    skipped: 0,
    ok: bad.length === 0,
    output: bad.map((result) => `${result.name}\n${result.output}`).join('\n'),
    seconds: (performance.now() - started) / 1000,
  };
}

/** The packaged extension, installed as a user would, in the extension host of real VS Code. */
async function runPackaged() {
  const folder = mkdtempSync(path.join(tmpdir(), 'ironhull-extensions-'));
  try {
    const packaged = await runScript('package', ['scripts/package.mjs']);
    if (!packaged.ok) return [packaged];
    const installed = await runScript('install', [
      'scripts/vscode/install-vsix.mjs',
      '.cache/ironhull.vsix',
      folder,
    ]);
    if (!installed.ok || installed.skipped !== 0)
      return [packaged, { ...installed, name: 'VS Code' }];
    return [
      packaged,
      await runScript('VS Code, Node extension host, packaged', [
        'test/e2e/run.mjs',
        'node',
        '--vsix',
        folder,
      ]),
      await runScript('VS Code, mouse and keyboard', [
        'test/e2e/run.mjs',
        'node',
        '--ui',
        '--vsix',
        folder,
      ]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A tier that is left to a command of its own.
 *
 * @param {string} name
 * @param {string} reason
 * @returns {Tier}
 */
function skipTier(name, reason) {
  const output = `skipped: ${reason}`;
  return { name, passed: 0, failed: 0, skipped: 1, ok: true, output, seconds: 0 };
}

/** @param {Tier} tier */
function print(tier) {
  const skipped = tier.skipped === 0 ? '' : `, ${tier.skipped} skipped`;
  console.log(
    `${tier.ok ? 'ok  ' : 'FAIL'} ${tier.name}: ${tier.passed} passed, ${tier.failed} failed${skipped} (${tier.seconds.toFixed(0)} s)`,
  );
  const missing = tier.output.split('\n').filter((line) => /^(skipped|MISSING): /.test(line));
  if (!tier.ok) console.log(tier.output);
  else for (const line of missing) console.log(`     ${line}`);
}

async function main() {
  installDependencies();
  if (only !== undefined) {
    const tier = await runScript(only, ['scripts/test-rule.mjs', only]);
    console.log(tier.output);
    return tier.ok ? 0 : 1;
  }
  const tiers = [];
  const add = (...found) => {
    for (const tier of found) print(tier);
    tiers.push(...found);
  };
  add(await runStatic());
  const { coreTests } = await import('./test-files.mjs');
  if (fast) add(await runFolders('unit', [...coreTests, 'test/tidy'], { waits: false }));
  else {
    add(
      await runFolders('tidiness', ['test/tidy'], { waits: false }),
      await runScript('unit, with coverage', ['scripts/coverage.mjs']),
    );
    buildIfStale();
    add(
      await runFolders('protocol, worker and command line', [
        'test/lsp',
        'test/browser',
        'test/cli',
      ]),
      await runFolders('registries on this machine', ['test/registry'], {
        trap: 'loopback-only.cjs',
      }),
    );
    add(...(await runPackaged()));
    add(await runScript('VS Code for the Web 1.91', ['test/e2e/run.mjs', 'web-min']));
    add(await runScript('desktop VS Code', ['test/e2e/electron.mjs']));
    if (process.env.IRONHULL_REQUIRE_ALL_TIERS === '1') {
      add(await runScript('the registry of Debian', ['test/registry/debian-registry.mjs']));
      add(await runScript('real builds, quick', ['test/builds/run.mjs', '--quick', '--no-write']));
    } else {
      add(skipTier('real builds', 'npm run test:builds runs them, as root on Linux'));
    }
  }
  const sum = (key) => tiers.reduce((total, tier) => total + tier[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return tiers.every((tier) => tier.ok) && sum('failed') === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof SetupError ? `npm test: ${error.message}` : error);
  process.exitCode = 1;
}
