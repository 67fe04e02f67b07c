import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { findInFile } from './layers.mjs';

test('finds a text across chunks, packed or not', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'layers-test-'));
  const content = Buffer.alloc(3 << 20, 'x');
  content.write('made-up-token', (1 << 20) - 5);
  try {
    for (const [name, data] of Object.entries({ plain: content, packed: gzipSync(content) })) {
      const file = path.join(folder, name);
      writeFileSync(file, data);
      assert.deepEqual(
        [...(await findInFile(file, ['made-up-token', 'other']))],
        ['made-up-token'],
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
