// Serves VS Code for the Web on loopback, with an extension folder and an in-memory copy of a
// workspace folder. Needs Node's own modules only.
import http from 'node:http';
import path from 'node:path';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const memfsDir = fileURLToPath(new URL('memfs/', import.meta.url));

/** @type {Record<string, string>} */
const contentTypes = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
  '.ico': 'image/x-icon',
  '.map': 'application/json',
};

const bootScript = `
const config = JSON.parse(document.getElementById('config').dataset.settings);
const workspace = { folderUri: URI.revive(config.folderUri) };
const editors = (config.openEditors ?? []).map((uri) => ({ uri: URI.revive(uri) }));
create(document.body, {
  ...config,
  defaultLayout: { editors, force: editors.length > 0 },
  workspaceProvider: { workspace, trusted: true, open: async () => false },
});`;

/**
 * @param {string} build
 * @param {object} config
 */
function workbenchPage(build, config) {
  const settings = JSON.stringify(config).replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  const main = 'out/vs/workbench/workbench.web.main';
  const isModule = existsSync(path.join(build, `${main}.internal.js`));
  const head = `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta id="config" data-settings="${settings}">
<link rel="stylesheet" href="/build/${main}${isModule ? '.internal' : ''}.css">`;
  if (isModule) {
    return `${head}
<script>globalThis._VSCODE_FILE_ROOT = location.origin + '/build/out/';</script>
<script src="/build/out/nls.messages.js"></script>
</head>
<body>
<script type="module">
import { create, URI } from '/build/${main}.internal.js';${bootScript}
</script>
</body>
</html>`;
  }
  return `${head}
</head>
<body></body>
<script src="/build/out/vs/loader.js"></script>
<script src="/build/out/vs/webPackagePaths.js"></script>
<script>
const base = location.origin + '/build';
const paths = self.webPackagePaths ?? {};
for (const key of Object.keys(paths)) {
  paths[key] = base + '/node_modules/' + key + '/' + paths[key];
}
const createScriptURL = (url) => url;
require.config({
  baseUrl: base + '/out',
  paths,
  trustedTypesPolicy: window.trustedTypes?.createPolicy('amdLoader', { createScriptURL }),
});
</script>
<script src="/build/${main}.nls.js"></script>
<script src="/build/${main}.js"></script>
<script>
require(['vs/workbench/workbench.web.main'], ({ create, URI }) => {${bootScript}
});
</script>
</html>`;
}

const skippedFolders = new Set(['.git', 'node_modules', '.cache']);
const maxFileBytes = 1 << 20;
const maxFiles = 5000;
const maxBytes = 32 << 20;

/**
 * Copies a folder into memory, files near its top first. Links are not followed.
 *
 * @param {string} root
 * @returns {{ files: Record<string, string>, leftOut: number }} base64 by path; how many files and
 *   folders were too big, too many or unreadable
 */
export function readWorkspace(root) {
  /** @type {Record<string, string>} */
  const files = {};
  let count = 0;
  let bytes = 0;
  let leftOut = 0;
  const isFull = () => count >= maxFiles || bytes >= maxBytes;
  const folders = [''];
  for (const folder of folders) {
    try {
      if (isFull()) throw new Error('too much');
      for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
        const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory() && !skippedFolders.has(entry.name)) folders.push(relative);
        if (!entry.isFile()) continue;
        const content = isFull() ? undefined : readSmallFile(path.join(root, relative));
        if (content === undefined) {
          leftOut += 1;
        } else {
          files[relative] = content;
          count += 1;
          bytes += content.length;
        }
      }
    } catch {
      leftOut += 1;
    }
  }
  return { files, leftOut };
}

/** @param {string} file */
function readSmallFile(file) {
  try {
    return statSync(file).size > maxFileBytes ? undefined : readFileSync(file, 'base64');
  } catch {
    return undefined;
  }
}

/**
 * @typedef {object} WebHostOptions
 * @property {string} build folder of VS Code for the Web
 * @property {string} extension folder of the development extension
 * @property {Record<string, string>} files the workspace, as readWorkspace gives it
 * @property {string} [folderName] its name in the editor
 * @property {string[]} [open] paths in the workspace to open in editors
 * @property {string} [tests] folder whose index.js exports run()
 * @property {Record<string, unknown>} [settings]
 */

/** @param {WebHostOptions} options */
export async function startWebHost({
  build,
  extension,
  files,
  folderName = 'workspace',
  open,
  tests,
  settings,
}) {
  const workspaceJson = JSON.stringify(
    Object.fromEntries(
      Object.entries(files).map(([name, base64]) => [`${folderName}/${name}`, base64]),
    ),
  );
  /** @type {[prefix: string, root: string][]} */
  const mounts = [
    ['/build/', build],
    ['/memfs/', memfsDir],
    // VS Code runs tests only from inside the folder of an extension.
    ...(tests ? [/** @type {[string, string]} */ (['/extension/tests/', tests])] : []),
    ['/extension/', extension],
  ];

  /** @param {string} authority */
  const config = (authority) => {
    const at = (/** @type {string} */ pathname) => ({ scheme: 'http', authority, path: pathname });
    return {
      productConfiguration: {
        enableTelemetry: false,
        extensionEnabledApiProposals: { 'ironhull-test.memfs': ['fileSearchProvider'] },
      },
      folderUri: { scheme: 'memfs', path: `/${folderName}` },
      openEditors: open?.map((file) => ({ scheme: 'memfs', path: `/${folderName}/${file}` })),
      additionalBuiltinExtensions: [at('/memfs')],
      configurationDefaults: settings ?? {},
      developmentOptions: {
        extensions: [at('/extension')],
        ...(tests && { extensionTestsPath: at('/extension/tests/index.js') }),
      },
    };
  };

  /** @param {string} pathname */
  const mounted = (pathname) => {
    for (const [prefix, root] of mounts) {
      if (!pathname.startsWith(prefix)) continue;
      const file = path.join(root, path.normalize(`/${pathname.slice(prefix.length)}`));
      try {
        return statSync(file).isFile() ? file : undefined;
      } catch {
        return undefined;
      }
    }
    return undefined;
  };

  const server = http.createServer((request, response) => {
    const { address, port: own } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const authority = `${address}:${own}`;
    const send = (/** @type {string} */ type, /** @type {string} */ body) => {
      response.setHeader('Content-Type', type);
      response.end(body);
    };
    // The workspace is the user's: only this server's own pages may read it, under its own name.
    if (request.headers.host !== authority) {
      response.statusCode = 403;
      return send('text/plain', 'forbidden');
    }
    let pathname;
    try {
      pathname = decodeURIComponent(new URL(request.url ?? '/', `http://${authority}`).pathname);
    } catch {
      response.statusCode = 400;
      return send('text/plain', 'bad request');
    }
    if (pathname === '/') return send('text/html', workbenchPage(build, config(authority)));
    if (pathname === '/workspace.json') return send('application/json', workspaceJson);
    const file = mounted(pathname);
    if (!file) {
      response.statusCode = 404;
      return send('text/plain', 'not found');
    }
    const type = contentTypes[path.extname(file)] ?? 'application/octet-stream';
    response.setHeader('Content-Type', type);
    return createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  });

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port: listening } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${listening}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
