// `npm run check`: types, lint, format, generated files and unit tests, as CI runs them.
import { spawn } from 'node:child_process';
import {
  bundleTests,
  coreTests,
  everyCore,
  findTests,
  runTests,
  showFailures,
} from './test-files.mjs';

/** Runs a command of node_modules/.bin; resolves to its output and success. */
function run(name, command, args) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ name, ok: false, output: String(error), seconds: 0 }));
    child.once('close', (code) => {
      resolve({ name, ok: code === 0, output, seconds: (performance.now() - started) / 1000 });
    });
  });
}

async function unit() {
  const started = performance.now();
  const files = findTests([...coreTests, 'test/tidy']);
  const result = await runTests(await bundleTests(files, 'unit'), { atOnce: everyCore });
  return {
    name: 'unit tests',
    ok: result.code === 0,
    output: showFailures(result.output),
    seconds: (performance.now() - started) / 1000,
    passed: result.passed,
    failed: result.failed,
  };
}

const bin = (name) => `node_modules/.bin/${name}`;

/** All steps, two at a time: the type checkers share the work of one core each. */
export async function runChecks({ withUnit = true } = {}) {
  const first = [
    run('types', bin('tsc'), ['-b']),
    run('format', bin('prettier'), ['--check', '--log-level', 'warn', '.']),
    run('generated files', process.execPath, ['scripts/generate.mjs', '--check']),
  ];
  const results = await Promise.all(first);
  results.push(
    ...(await Promise.all([
      run('lint', bin('eslint'), ['--max-warnings', '0', '.']),
      ...(withUnit ? [unit()] : []),
      run('unused code', bin('knip'), []),
    ])),
  );
  return results;
}

/** Prints the outcome of each step. */
export function report(results) {
  for (const { name, ok, output, seconds, passed, failed } of results) {
    const counts = passed === undefined ? '' : `, ${passed} passed, ${failed} failed`;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s${counts})`);
    if (!ok) console.log(output);
  }
}

if (process.argv[1]?.endsWith('check.mjs')) {
  const started = performance.now();
  const results = await runChecks();
  report(results);
  console.log(`checked in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  process.exit(results.every((result) => result.ok) ? 0 : 1);
}
