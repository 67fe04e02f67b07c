// The extension in a real VS Code.
//   node test/e2e/run.mjs node|web-min [--ui] [--vsix EXTENSIONS_DIR]
//     node      Node extension host of VS Code 1.139
//     web-min   web extension host of VS Code 1.91.1, the oldest supported
//     --ui      mouse and keyboard with screenshots in .cache/screenshots instead of the mocha suite
//     --vsix    the extension installed in that folder (scripts/vscode/install-vsix.mjs), not the tree
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openBrowser, screenshot, testRun } from '../../scripts/vscode/automation.mjs';
import { installHost, webBuildDir } from '../../scripts/vscode/install-host.mjs';
import { MissingError, reportMissing } from '../../scripts/vscode/missing.mjs';
import { startNodeHost } from '../../scripts/vscode/node-host.mjs';
import { quietSettings } from '../../scripts/vscode/quiet-settings.mjs';
import { readWorkspace, startWebHost } from '../../scripts/vscode/web-host.mjs';
import { buildSuites, outputDir } from './build.mjs';
import { expectationsFor, generatedProjects } from './expectations.mjs';
import { driveUi, oddFiles } from './ui.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const emptyExtension = path.join(root, 'scripts/vscode/empty-extension');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ui: { type: 'boolean' }, vsix: { type: 'string' } },
});
const [kind] = positionals;
if (kind !== 'node' && kind !== 'web-min') {
  console.error('usage: run.mjs node|web-min [--ui] [--vsix EXTENSIONS_DIR]');
  process.exit(2);
}
if (!existsSync(path.join(root, 'dist/client/node.js'))) {
  console.error('dist/ is missing: run `npm run build` first');
  process.exit(1);
}

/** @param {string} extensionsDir */
function installedExtension(extensionsDir) {
  const name = readdirSync(extensionsDir).find((entry) => entry.startsWith('ironhull.ironhull-'));
  if (!name) throw new Error(`${extensionsDir} has no ironhull extension: install the .vsix first`);
  return path.join(extensionsDir, name);
}

/** @param {string} workspace */
async function startHost(workspace) {
  const extensionsDir = values.vsix === undefined ? undefined : path.resolve(values.vsix);
  const installed = extensionsDir && installedExtension(extensionsDir);
  if (kind === 'node') {
    const host = await startNodeHost({ extensionsDir });
    return {
      stop: host.stop,
      open: (/** @type {import('playwright-core').Page} */ page) =>
        host.open(page, {
          folder: workspace,
          // A suite runs only in a window with a development extension.
          extensions: [installed ? emptyExtension : root],
          tests: values.ui ? undefined : path.join(outputDir, 'node/index.js'),
        }),
    };
  }
  const host = await startWebHost({
    build: webBuildDir(kind),
    extension: installed ?? root,
    files: readWorkspace(workspace).files,
    folderName: 'node-naive',
    tests: values.ui ? undefined : path.join(outputDir, 'browser'),
    settings: quietSettings,
  });
  return {
    stop: host.stop,
    open: (/** @type {import('playwright-core').Page} */ page) => page.goto(host.url),
  };
}

async function main() {
  const started = Date.now();
  const name = `${kind}${values.vsix ? '-vsix' : ''}${values.ui ? '-ui' : ''}`;
  /** @type {(() => unknown)[]} */
  const cleanUps = [];
  let code = 1;
  try {
    installHost(kind);
    const { browser, page } = await openBrowser(
      values.ui ? { width: 1280, height: 1400 } : undefined,
    );
    cleanUps.push(() => browser.close());
    await buildSuites();
    const workspace = mkdtempSync(path.join(tmpdir(), 'ironhull-workspace-'));
    cleanUps.push(() => rmSync(workspace, { recursive: true, force: true }));
    cpSync(path.join(root, 'samples/node-naive'), workspace, { recursive: true });
    for (const { folder, from } of generatedProjects) {
      cpSync(path.join(root, from), path.join(workspace, folder), { recursive: true });
    }
    const naive = readFileSync(path.join(workspace, 'Dockerfile'), 'utf8');
    const expected = await expectationsFor(workspace);
    writeFileSync(path.join(workspace, 'expected.json'), JSON.stringify(expected));
    for (const [file, text] of Object.entries(values.ui ? oddFiles : {})) {
      writeFileSync(path.join(workspace, file), text);
    }
    const host = await startHost(workspace);
    cleanUps.push(() => host.stop());
    if (values.ui) {
      code = await driveUi(page, () => host.open(page), { name, naive, expected });
    } else {
      code = await testRun(page, () => host.open(page), { name });
    }
    if (code !== 0) await screenshot(page, `${name}-failure`).catch(() => {});
  } catch (error) {
    if (!(error instanceof MissingError)) throw error;
    return reportMissing(`e2e ${name}`, error);
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
  console.log(`e2e ${name}: exit code ${code}, ${Date.now() - started} ms`);
  return code;
}

process.exit(await main());
