import {
  applyEdits,
  collectPinPlaces,
  DockerfileModel,
  findDigest,
  pinImages,
  type Digests,
  type PinPlace,
} from '../../core/service';
import { isGiven, UsageError, valueOf, type Arguments } from '../args';
import { writeAtomically } from '../atomic-write';
import { requireOnline, resolveDigests } from '../digests';
import { findTargets } from '../files';
import { readTargets, standardInputPath, type Input } from '../read-targets';
import { describeSystemError } from '../source';
import { exitCodes, Terminal } from '../terminal';
import { createUnifiedDiff } from '../unified-diff';
import { toVisible } from '../visible';

/** `ironhull pin`: asks registries for the digests of all images, and writes them with `--write`. */
export async function runPin(parsed: Arguments): Promise<number> {
  requireOnline(parsed);
  const writes = isGiven(parsed, 'write');
  if (writes && parsed.operands.includes('-')) {
    throw new UsageError('The option "--write" needs files: standard input cannot be written.');
  }
  const terminal = new Terminal(isGiven(parsed, 'quiet'));
  const files = await readFiles(parsed, terminal);
  const images = files.flatMap(({ places }) => places.filter((place) => place.kind === 'pinnable'));
  const digests = await resolveDigests(images, terminal);
  for (const file of files) {
    tellOpen(file, terminal);
    const text = applyEdits(file.text, pinImages(file.model, digests));
    terminal.print(isGiven(parsed, 'diff') ? showDiff(file, text) : showImages(file, digests));
    if (writes && text !== file.text) writeFile(file, text, terminal);
  }
  return terminal.failed ? exitCodes.failure : exitCodes.clean;
}

interface PinFile extends Extract<Input, { kind: 'text' }> {
  readonly model: DockerfileModel;
  readonly places: readonly PinPlace[];
}

async function readFiles(parsed: Arguments, terminal: Terminal): Promise<readonly PinFile[]> {
  const targets = findTargets(parsed.operands, (message) => {
    terminal.note(message);
  });
  const stdinPath = valueOf(parsed, 'stdin-filename') ?? standardInputPath;
  const files: PinFile[] = [];
  for await (const input of readTargets(targets, stdinPath, terminal)) {
    if (input.kind === 'failed') continue;
    const model = new DockerfileModel(input.text);
    files.push({ ...input, model, places: collectPinPlaces(model) });
  }
  return files;
}

/** What is left to a person. */
function tellOpen({ path, model, places }: PinFile, terminal: Terminal): void {
  for (const place of places) {
    if (place.kind === 'pinnable' || place.settled) continue;
    terminal.note(`${path}:${lineOf(model, place)}: not pinned: ${place.reason}`);
  }
}

/** `Dockerfile:1 node:24-slim@sha256:…` for each image. */
function showImages({ path, model, places }: PinFile, digests: Digests): string {
  const lines = places.flatMap((place) => {
    const digest = place.kind === 'pinnable' ? findDigest(place, digests) : undefined;
    if (place.kind !== 'pinnable' || digest === undefined) return [];
    return [`${toVisible(path)}:${lineOf(model, place)} ${place.image}@${digest}\n`];
  });
  return lines.join('');
}

function lineOf(model: DockerfileModel, { instruction }: PinPlace): string {
  return String(model.lines.placeAt(instruction.span.start).line + 1);
}

function showDiff({ path, text, bom }: PinFile, after: string): string {
  return createUnifiedDiff(path, bom + text, bom + after);
}

function writeFile({ path, bom }: PinFile, text: string, terminal: Terminal): void {
  try {
    writeAtomically(path, bom + text);
    terminal.note(`Wrote ${path}.`);
  } catch (error) {
    terminal.fail(`${path}: not changed: ${describeSystemError(error)}`);
  }
}
