// Installs a packaged extension with VS Code's own installer, as a user's VS Code would.
//   node scripts/vscode/install-vsix.mjs FILE.vsix EXTENSIONS_DIR
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installHost, nodeHostFiles } from './install-host.mjs';
import { MissingError, reportMissing } from './missing.mjs';

/**
 * @param {string} vsix
 * @param {string} extensionsDir
 */
export function installVsix(vsix, extensionsDir) {
  installHost('node');
  const { node, server } = nodeHostFiles();
  const data = mkdtempSync(path.join(tmpdir(), 'ironhull-vsix-'));
  try {
    const result = spawnSync(
      node,
      [
        server,
        ...['--accept-server-license-terms', '--server-data-dir', data],
        ...['--extensions-dir', path.resolve(extensionsDir)],
        ...['--install-extension', path.resolve(vsix), '--force'],
      ],
      { encoding: 'utf8' },
    );
    if (result.status !== 0 || !/successfully installed/.test(result.stdout)) {
      throw new Error(`VS Code did not install ${vsix}:\n${result.stdout}${result.stderr}`);
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [vsix, extensionsDir] = process.argv.slice(2);
  if (!vsix || !extensionsDir) {
    console.error('usage: install-vsix.mjs FILE.vsix EXTENSIONS_DIR');
    process.exit(2);
  }
  try {
    installVsix(vsix, extensionsDir);
    console.log(`${vsix}: installed into ${extensionsDir}`);
  } catch (error) {
    if (!(error instanceof MissingError)) throw error;
    process.exit(reportMissing('vsix', error));
  }
}
