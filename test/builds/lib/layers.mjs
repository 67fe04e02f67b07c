// Looks for texts in everything an image carries: each layer, those that later ones hide included, and its configuration.
import {
  createReadStream,
  mkdtempSync,
  openSync,
  readSync,
  closeSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { docker } from './engine.mjs';
import { runCommand } from './run-command.mjs';

/**
 * The texts that some part of the image contains.
 *
 * @param {string} image
 * @param {readonly string[]} texts
 */
export async function findTexts(image, texts) {
  if (texts.length === 0) return [];
  const folder = mkdtempSync(path.join(tmpdir(), 'ironhull-layers-'));
  try {
    const archive = path.join(folder, 'image.tar');
    await docker('save', '-o', archive, image);
    const unpacked = await runCommand('tar', ['xf', archive, '-C', folder]);
    if (unpacked.code !== 0) throw new Error(unpacked.stderr);
    rmSync(archive);
    const found = new Set();
    for (const name of readdirSync(folder, { recursive: true })) {
      const file = path.join(folder, name.toString());
      if (!statSync(file).isFile()) continue;
      for (const text of await findInFile(file, texts)) found.add(text);
    }
    return [...found];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file @param {readonly string[]} texts @returns {Promise<Set<string>>} */
export async function findInFile(file, texts) {
  const stream = createReadStream(file, { highWaterMark: 1 << 20 });
  const content = isGzip(file) ? stream.pipe(createGunzip()) : stream;
  const longest = Math.max(...texts.map((text) => Buffer.byteLength(text)));
  const found = new Set();
  let rest = Buffer.alloc(0);
  for await (const chunk of content) {
    const window = Buffer.concat([rest, chunk]);
    for (const text of texts) if (window.includes(text)) found.add(text);
    rest = window.subarray(Math.max(0, window.length - longest + 1));
  }
  return found;
}

/** @param {string} file */
function isGzip(file) {
  const start = Buffer.alloc(2);
  const handle = openSync(file, 'r');
  readSync(handle, start, 0, 2, 0);
  closeSync(handle);
  return start[0] === 0x1f && start[1] === 0x8b;
}
