// Builds the extension and packages it as .cache/ironhull.vsix.
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vsce = fileURLToPath(import.meta.resolve('@vscode/vsce/vsce'));
const vsix = path.join(root, '.cache/ironhull.vsix');

/** What may ship; .vscodeignore lets nothing else in. */
const allowed = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/i,
  /^dist\/.*\.js$/,
  /^(snippets|syntaxes|schemas)\/.*\.json$/,
];
const required = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'dist/client/node.js',
  'dist/client/browser.js',
  'dist/node/server.js',
  'dist/browser/server.js',
];

/** @param {string[]} args */
function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** @returns {string[]} what ships, when it is what may and must ship */
function checkFiles() {
  const files = run(vsce, 'ls', '--no-dependencies').split('\n').filter(Boolean);
  const uninvited = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
  const absent = required.filter((file) => !files.includes(file));
  if (uninvited.length + absent.length > 0) {
    const lines = [
      ...uninvited.map((file) => `must not ship: ${file}`),
      ...absent.map((file) => `must ship: ${file}`),
    ];
    throw new Error(lines.join('\n'));
  }
  return files;
}

run('scripts/build.mjs', '--production');
try {
  const files = checkFiles();
  mkdirSync(path.dirname(vsix), { recursive: true });
  run(vsce, 'package', '--no-dependencies', '-o', vsix);
  const kilobytes = Math.round(statSync(vsix).size / 1024);
  console.log(`.cache/ironhull.vsix: ${files.length} files, ${kilobytes} kB`);
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  run('scripts/build.mjs'); // the tree keeps its source maps
}
