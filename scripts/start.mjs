// `npm start`: on a machine with Node and npm only, sets everything up, shows what Ironhull finds in a
// naive Dockerfile and opens VS Code with the extension on it. Imports nothing that `npm ci` provides.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale, installDependencies, root, SetupError } from './setup.mjs';

const cli = path.join(root, 'dist/cli/main.js');
const sample = path.join(root, 'samples/node-naive/Dockerfile');

const help = `Usage: npm start [-- FILE] [-- OPTIONS]

Installs and builds what is missing, prints the findings of a Dockerfile and opens VS Code on it with
the extension: the desktop's VS Code when \`code\` is on PATH, VS Code for the Web otherwise (served on
this machine only; it edits a copy in memory, nothing is written to disk).

  FILE        your own Dockerfile; without it the naive one of samples/node-naive
  --no-open   serve VS Code for the Web and print its URL, open nothing; Ctrl+C ends it
  --print     print the findings and end
  --help      this text`;

class StartError extends Error {}

/** @param {string} name */
function onPath(name) {
  const extensions = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.some((folder) =>
    extensions.some((extension) => existsSync(path.join(folder, name + extension))),
  );
}

/** @param {string} file */
function printFindings(file) {
  const shown = path.relative(process.cwd(), file);
  console.log(`\nironhull check ${shown}\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'check', shown], {
    encoding: 'utf8',
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
  });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  // 1 says that there are findings; Node says 1 too when the CLI itself breaks, but on stderr only.
  const broken = status === null || status > 1 || (status === 1 && stdout.trim() === '');
  if (broken) throw new StartError(`ironhull check ended with ${status}`);
}

/** @param {string} file */
function openDesktop(file) {
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', path.dirname(file), file];
  const shell = process.platform === 'win32'; // `code` is a .cmd file there
  const quoted = shell ? args.map((arg) => `"${arg}"`) : args;
  return spawnSync('code', quoted, { stdio: 'inherit', shell }).status === 0;
}

/** @param {string} url */
function openInBrowser(url) {
  const openers = {
    darwin: ['open', url],
    win32: ['cmd', '/c', 'start', '', url],
    linux: ['xdg-open', url],
  };
  const [command, ...args] = openers[process.platform] ?? openers.linux;
  const hasScreen =
    process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasScreen || (command !== 'cmd' && !onPath(command))) return;
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/**
 * @param {string} file
 * @param {boolean} open
 */
async function serveWeb(file, open) {
  const { installHost, webBuildDir } = await import('./vscode/install-host.mjs');
  const { readWorkspace, startWebHost } = await import('./vscode/web-host.mjs');
  const { quietSettings } = await import('./vscode/quiet-settings.mjs');
  installHost('web-min');
  const folder = path.dirname(file);
  const name = path.basename(file);
  const { files, leftOut } = readWorkspace(folder);
  files[name] ??= readFileSync(file, 'base64');
  const host = await startWebHost({
    build: webBuildDir('web-min'),
    extension: root,
    files,
    folderName: path.basename(folder) || 'workspace',
    open: [name],
    settings: quietSettings,
  });
  console.log(`
VS Code for the Web: ${host.url}
It edits a copy of ${folder} in memory: nothing is written to disk.`);
  if (leftOut > 0)
    console.log(`Left out of the copy: ${leftOut} (too big, too many or unreadable).`);
  console.log('Ctrl+C ends it.');
  if (open) openInBrowser(host.url);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  await host.stop();
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'no-open': { type: 'boolean' },
      print: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(help);
  if (positionals.length > 1) throw new StartError(`one FILE at a time\n\n${help}`);
  // npm runs this in the project's folder and tells where the user is in INIT_CWD.
  const cwd = process.env.npm_lifecycle_event === 'start' ? process.env.INIT_CWD : undefined;
  const file = positionals[0] ? path.resolve(cwd ?? '.', positionals[0]) : sample;
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new StartError(`${file} is not a file`);
  }
  installDependencies();
  buildIfStale();
  printFindings(file);
  if (values.print) return;
  console.log(
    '\nIn the editor: hover a squiggle for its rule, press Ctrl+. (Cmd+.) on it for fixes.',
  );
  if (!values['no-open'] && onPath('code')) {
    console.log(`Opening VS Code on ${file} ...`);
    if (openDesktop(file)) return;
    console.log('`code` did not start, so VS Code for the Web instead.');
  }
  await serveWeb(file, !values['no-open']);
}

try {
  await main();
} catch (error) {
  const { MissingError } = await import('./vscode/missing.mjs');
  const expected =
    error instanceof StartError ||
    error instanceof SetupError ||
    error instanceof MissingError ||
    (error instanceof TypeError && 'code' in error); // parseArgs on an unknown option
  console.error(expected ? `npm start: ${error.message}` : error);
  process.exitCode = 1;
}
