// Programs of other tools, brought into the ignored folder .cache/peers when they are first asked for; nothing there is a dependency.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** Where programs of peers are kept. */
export const peerFolder = path.resolve('.cache/peers');

/**
 * Runs a program and gives its output; the exit code is for the caller to judge, as linters fail when they find something.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, input?: string, env?: Record<string, string>, codes?: readonly number[] }} options codes: those that are no failure
 */
export function run(command, args, { cwd, input, env, codes = [0] } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 30,
  });
  if (result.error !== undefined) throw result.error;
  if (!codes.includes(result.status ?? -1)) {
    throw new Error(`${command} ${args.slice(0, 6).join(' ')}: ${result.status}\n${result.stderr}`);
  }
  return result.stdout;
}

/**
 * Unpacks an npm package, without its dependencies, and gives its folder.
 *
 * @param {string} name
 */
export function unpackNpmPackage(name) {
  const folder = path.join(peerFolder, name.replaceAll('/', '+'));
  if (existsSync(path.join(folder, 'package'))) return path.join(folder, 'package');
  mkdirSync(folder, { recursive: true });
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', name, '--json', '--pack-destination', folder]),
  );
  run('tar', ['-xzf', path.join(folder, path.basename(filename)), '-C', folder]);
  return path.join(folder, 'package');
}

/**
 * Installs a Python package into an environment of its own and gives the path of its program.
 *
 * @param {string} name
 * @param {string} program
 */
export function installPythonPackage(name, program) {
  const folder = path.join(peerFolder, name);
  const file = path.join(folder, 'bin', program);
  if (existsSync(file)) return file;
  mkdirSync(peerFolder, { recursive: true });
  run('python3', ['-m', 'venv', folder]);
  run(path.join(folder, 'bin/pip'), ['install', '--quiet', name]);
  return file;
}

/**
 * Splits a list, because a command line takes only so many names.
 *
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} size
 */
export function inBatches(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_none, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
