// What peers say about every Dockerfile that the recipes make of test/recipes/projects, on every base.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { peerPrograms } from './peers.mjs';

const folder = path.resolve('.cache/compare/generated');
const reasonFile = 'docs/compare/generated.json';

/** Writes them, with the project and the other generated files beside, and gives their paths. */
function writeGenerated(compare) {
  rmSync(folder, { recursive: true, force: true });
  const dockerfiles = [];
  for (const recipeCase of compare.readRecipeCases()) {
    for (const base of compare.generateCase(recipeCase).bases) {
      const target = path.join(folder, recipeCase.name, base);
      const generated = compare.generateCase(recipeCase, base).files;
      const files = [
        ...[...recipeCase.project.texts].map(([name, text]) => ({ path: name, text })),
        ...generated,
      ];
      for (const { path: name, text } of files) {
        mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
        writeFileSync(path.join(target, name), text);
      }
      dockerfiles.push(
        ...generated
          .filter(({ path: name }) => name.endsWith('Dockerfile'))
          .map(({ path: name }) => path.join(target, name)),
      );
    }
  }
  return dockerfiles.sort();
}

/** The findings of one peer by id, with one example. */
function summarize(name, files) {
  const program = peerPrograms[name];
  const { findings, failures } = program.run(files);
  const ids = new Map();
  for (const file of files) {
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const { id, line, severity } of findings.get(file) ?? []) {
      const source = lines[line - 1] ?? '';
      const found = ids.get(id) ?? { id, severity, count: 0, example: '', places: [] };
      found.count++;
      if (found.example === '') found.example = source.trim();
      found.places.push(`${path.relative(folder, file)}:${line}: ${source.trim()}`);
      ids.set(id, found);
    }
  }
  return {
    title: program.title,
    how: program.how,
    version: program.version(),
    files: files.length,
    failures,
    ids: [...ids.values()].sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

/** Prints what is left, or writes docs/peers.md; the exit code tells whether each id has a reason. */
export async function checkGenerated(compare, names, { write, id, limit, today }) {
  const files = writeGenerated(compare);
  const peers = names.map((name) => summarize(name, files));
  const reasons = existsSync(reasonFile) ? JSON.parse(readFileSync(reasonFile, 'utf8')) : {};
  for (const peer of peers) {
    console.log(`${peer.title} ${peer.version}, ${peer.files} Dockerfiles`);
    for (const failure of peer.failures) console.log(`  failed: ${failure}`);
    for (const each of peer.ids) {
      const note = reasons[each.id] === undefined ? '  (no reason given)' : '';
      console.log(`${String(each.count).padStart(6)} ${each.severity} ${each.id}${note}`);
      if (each.id.endsWith(id ?? '/'))
        for (const place of each.places.slice(0, Number(limit))) console.log(`         ${place}`);
    }
  }
  if (write) writeFileSync('docs/peers.md', compare.renderPeers(peers, reasons, today));
  const open = peers.flatMap((peer) => peer.ids).filter((each) => reasons[each.id] === undefined);
  const failed = peers.flatMap((peer) => peer.failures).length;
  return open.length + failed === 0 ? 0 : 1;
}
