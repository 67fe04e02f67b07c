import { spawnSync } from 'node:child_process';

/**
 * Runs npm, the one that runs this script when there is one (`npm start` sets npm_execpath).
 *
 * @param {string[]} args
 * @param {{ cwd: string, quiet?: boolean }} options quiet: keep the output for the caller
 * @returns {{ ok: boolean, output: string }}
 */
export function runNpm(args, { cwd, quiet = false }) {
  const execPath = process.env.npm_execpath;
  const viaNode = execPath !== undefined && /npm-cli\.c?js$/.test(execPath);
  const result = spawnSync(
    viaNode ? process.execPath : 'npm',
    viaNode ? [execPath, ...args] : args,
    {
      cwd,
      encoding: 'utf8',
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // Windows: npm is a .cmd file, which only a shell can start.
      shell: !viaNode && process.platform === 'win32',
    },
  );
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`;
  return { ok: result.status === 0, output };
}
