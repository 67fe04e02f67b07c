// The suite in desktop VS Code: where VS Code can be downloaded, or VSCODE_EXECUTABLE_PATH names one.
//   node test/e2e/electron.mjs      VSCODE_VERSION=stable|insiders|1.91.1
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingError, reportMissing } from '../../scripts/vscode/missing.mjs';
import { buildSuites, outputDir } from './build.mjs';
import { expectationsFor } from './expectations.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @throws {MissingError} */
async function findVSCode() {
  const { VSCODE_EXECUTABLE_PATH: executable, VSCODE_VERSION: version = 'stable' } = process.env;
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (executable && !existsSync(executable)) {
    throw new MissingError(`desktop VS Code (VSCODE_EXECUTABLE_PATH=${executable} does not exist)`);
  }
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    throw new MissingError('desktop VS Code needs a display: run this with xvfb-run -a');
  }
  if (executable) return executable;
  try {
    const cachePath = path.join(root, '.cache/vscode/desktop');
    const reporter = { report() {}, error() {} };
    return await downloadAndUnzipVSCode({ version, cachePath, reporter });
  } catch (error) {
    const reason = /** @type {NodeJS.ErrnoException} */ (error).code ?? String(error);
    throw new MissingError(
      `desktop VS Code: no download here (${reason}), and VSCODE_EXECUTABLE_PATH is not set`,
    );
  }
}

async function main() {
  /** @type {string} */
  let vscodeExecutablePath;
  try {
    vscodeExecutablePath = await findVSCode();
  } catch (error) {
    if (!(error instanceof MissingError)) throw error;
    // CI has no desktop VS Code to run: said by name there, a failure only for a person who asks for all.
    const { CI, IRONHULL_REQUIRE_ALL_TIERS } = process.env;
    return reportMissing('e2e electron', error, IRONHULL_REQUIRE_ALL_TIERS === '1' && !CI);
  }
  const workspace = mkdtempSync(path.join(tmpdir(), 'ironhull-workspace-'));
  const profile = mkdtempSync(path.join(tmpdir(), 'ironhull-code-')); // short: VS Code's socket is in it
  try {
    await buildSuites();
    cpSync(path.join(root, 'samples/node-naive'), workspace, { recursive: true });
    const expected = await expectationsFor(workspace);
    writeFileSync(path.join(workspace, 'expected.json'), JSON.stringify(expected));
    const totalsFile = path.join(profile, 'totals.json');
    const code = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(outputDir, 'node/index.js'),
      extensionTestsEnv: { IRONHULL_E2E_TOTALS: totalsFile },
      launchArgs: [
        workspace,
        ...[
          '--user-data-dir',
          path.join(profile, 'user'),
          '--extensions-dir',
          path.join(profile, 'ext'),
        ],
        ...['--disable-extensions', '--disable-workspace-trust'],
        ...['--skip-welcome', '--skip-release-notes'],
      ],
    }).catch((error) => {
      console.error(String(error));
      return 1;
    });
    const { passes, failures, pending } = existsSync(totalsFile)
      ? JSON.parse(readFileSync(totalsFile, 'utf8'))
      : { passes: 0, failures: 1, pending: 0 };
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
    return code !== 0 || failures > 0 || passes === 0 ? 1 : 0;
  } finally {
    for (const folder of [workspace, profile]) rmSync(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
