// Findings of peers are kept by the text of the file, so that a large folder is checked once.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inBatches } from './install.mjs';

const folder = path.resolve('.cache/compare/seen');

/**
 * Runs a peer on the files that it has not seen, a few at a time.
 *
 * @param {string} name of the peer, its version and how it is run
 * @param {ReadonlyMap<string, string>} texts by path
 * @param {(files: readonly string[]) => import('./peers.mjs').PeerRun} runPeer
 * @returns {import('./peers.mjs').PeerRun}
 */
export function runWithMemory(name, texts, runPeer) {
  const store = path.join(folder, `${name}.json`);
  const seen = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) : {};
  const keyOf = (file) =>
    createHash('sha256')
      .update(`${path.basename(file)}\n${texts.get(file)}`)
      .digest('hex')
      .slice(0, 16);
  const fresh = [...texts.keys()].filter((file) => seen[keyOf(file)] === undefined);
  mkdirSync(folder, { recursive: true });
  for (const batch of inBatches(fresh, 120)) {
    const { findings, failures } = runPeer(batch);
    for (const file of batch) {
      const failed = failures.filter((each) => each.startsWith(`${file}: `));
      seen[keyOf(file)] = {
        findings: findings.get(file) ?? [],
        failures: failed.map((each) => each.slice(file.length + 2)),
      };
    }
    writeFileSync(store, JSON.stringify(seen));
  }
  const known = [...texts.keys()].map((file) => [file, seen[keyOf(file)]]);
  return {
    findings: new Map(known.map(([file, each]) => [file, each.findings])),
    failures: known.flatMap(([file, each]) => each.failures.map((text) => `${file}: ${text}`)),
  };
}
