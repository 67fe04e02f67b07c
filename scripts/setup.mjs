// What both commands of the README need: dependencies and a build, only where they are missing or stale.
// Imports nothing that `npm ci` provides.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNpm } from './vscode/npm.mjs';

export const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));

/** The set-up failed for a reason that a person can act on. */
export class SetupError extends Error {}

/** @param {string} file newest change of a file, or of anything in a folder; 0 when it does not exist */
function changedAt(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(file).map((name) => changedAt(path.join(file, name))));
}

/** Installs the dependencies of the lock file. @throws {SetupError} */
export function installDependencies() {
  const lock = path.join(root, 'package-lock.json');
  const installed = changedAt(path.join(root, 'node_modules/.package-lock.json'));
  if (Math.max(1, changedAt(lock)) <= installed) return;
  // `npm ci` refuses a lock that this npm finds out of step; --no-save leaves the lock as it is.
  const commands = [...(existsSync(lock) ? [['ci']] : []), ['install', '--no-save']];
  let output = '';
  for (const command of commands) {
    console.log(`Installing dependencies (npm ${command.join(' ')}) ...`);
    const result = runNpm([...command, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      quiet: true,
    });
    if (result.ok) return;
    output = result.output;
  }
  throw new SetupError(`npm could not install the dependencies:\n${output}`);
}

/** Builds dist/ when a source is newer. @throws {SetupError} */
export function buildIfStale() {
  const outputs = [
    'cli/main.js',
    'client/node.js',
    'client/browser.js',
    'node/server.js',
    'browser/server.js',
  ].map((file) => changedAt(path.join(root, 'dist', file)));
  const sources = ['client', 'server', 'scripts/build.mjs', 'package.json', 'package-lock.json'];
  const newest = Math.max(...sources.map((file) => changedAt(path.join(root, file))));
  if (newest <= Math.min(...outputs)) return;
  console.log('Building ...');
  const result = spawnSync(process.execPath, ['scripts/build.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    throw new SetupError(`the build failed:\n${result.stdout}${result.stderr}`);
  }
}
