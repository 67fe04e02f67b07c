// VS Code's own server and its workbench in a headless browser: the real Node extension host.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeHostFiles } from './install-host.mjs';
import { quietSettings } from './quiet-settings.mjs';

/**
 * @typedef {object} WorkbenchOptions
 * @property {string} folder
 * @property {string[]} [extensions] folders of development extensions
 * @property {string} [tests] file that exports run(); only a window with a development extension runs it
 * @property {Record<string, unknown>} [settings]
 */

/** @param {{ extensionsDir?: string, env?: NodeJS.ProcessEnv }} [options] */
export async function startNodeHost({ extensionsDir, env = {} } = {}) {
  const { node, server } = nodeHostFiles();
  const data = mkdtempSync(path.join(tmpdir(), 'ironhull-vscode-'));
  const token = randomUUID();
  const tmp = path.join(data, 'tmp'); // VS Code's sockets go there, and away with it
  mkdirSync(tmp);
  const args = [
    server,
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
    ...['--server-data-dir', data],
    ...(extensionsDir ? ['--extensions-dir', extensionsDir] : []),
  ];
  const child = spawn(node, args, {
    // No gallery: nothing here may ask the internet.
    env: { ...process.env, TMPDIR: tmp, XDG_RUNTIME_DIR: tmp, EXTENSIONS_GALLERY: '{}', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  // The group, because extension hosts and language servers outlive the server by seconds.
  const kill = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // gone already
    }
  };
  const cleanUp = () => {
    kill('SIGKILL');
    rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', cleanUp);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

  let output = '';
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {number} */
  const port = await new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) =>
      reject(new Error(`VS Code server: ${why}\n${output}`));
    timer = setTimeout(() => fail('no port after 60 s'), 60_000);
    const read = (/** @type {Buffer} */ chunk) => {
      output += String(chunk);
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match) resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`exited with ${code}`));
  }).finally(() => clearTimeout(timer));

  return {
    /**
     * A built workbench ignores `?payload=[["extensionDevelopmentPath", ...]]` unless the server runs
     * with --enable-smoke-test-driver, and that flag hides notification toasts. The developmentOptions
     * of the page's configuration always count, so they are added there. (Not with page.route():
     * chromium then refuses the workbench's WebSocket, local network access.)
     *
     * @param {import('playwright-core').Page} page
     * @param {WorkbenchOptions} options
     */
    async open(page, { folder, extensions = [], tests, settings = {} }) {
      const uri = (/** @type {string} */ file) => ({
        scheme: 'vscode-remote',
        authority: `127.0.0.1:${port}`,
        path: file,
      });
      const additions = {
        configurationDefaults: { ...quietSettings, ...settings },
        developmentOptions: {
          ...(extensions.length > 0 && { extensions: extensions.map(uri) }),
          ...(tests && { extensionTestsPath: uri(tests) }),
        },
      };
      await page.addInitScript((added) => {
        new MutationObserver((_, observer) => {
          const meta = document.getElementById('vscode-workbench-web-configuration');
          if (!meta) return;
          observer.disconnect();
          const config = JSON.parse(meta.getAttribute('data-settings') ?? '{}');
          for (const [key, value] of Object.entries(added)) {
            config[key] = { ...config[key], ...value };
          }
          meta.setAttribute('data-settings', JSON.stringify(config));
        }).observe(document, { childList: true, subtree: true });
      }, additions);
      const query = new URLSearchParams({ tkn: token, folder });
      await page.goto(`http://127.0.0.1:${port}/?${query}`);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = new Promise((resolve) => child.once('exit', resolve));
        const killer = setTimeout(() => kill('SIGKILL'), 5000);
        kill('SIGTERM');
        await exited;
        clearTimeout(killer);
      }
      cleanUp();
    },
  };
}
