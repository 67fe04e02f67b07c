import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { ProjectFiles } from '../../server/src/core/project/project-files';

/**
 * Tests that a host tells which scripts of a project may not be executed.
 *
 * @param read reads the project of the Dockerfile with this path and text, whose folder is its context
 */
export function testPlainScripts(
  read: (dockerfile: string, text: string) => Promise<ProjectFiles | undefined>,
): void {
  test(
    'tells which scripts may not be executed',
    { skip: process.platform === 'win32' },
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'ironhull-modes-'));
      mkdirSync(path.join(folder, 'bin'));
      writeFileSync(path.join(folder, 'run.sh'), '', { mode: 0o644 });
      writeFileSync(path.join(folder, 'bin/do.bash'), '', { mode: 0o600 });
      writeFileSync(path.join(folder, 'ok.sh'), '', { mode: 0o755 });
      writeFileSync(path.join(folder, 'server.js'), '', { mode: 0o644 });
      const project = await read(path.join(folder, 'Dockerfile'), 'FROM a\nCOPY run.sh /\n');
      assert.deepEqual([...(project?.plainScripts ?? [])].sort(), ['bin/do.bash', 'run.sh']);
      rmSync(folder, { recursive: true });
    },
  );
}
