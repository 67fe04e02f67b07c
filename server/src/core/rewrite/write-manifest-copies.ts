import type { BroadCopy } from '../model/broad-copy';
import { findContextFile } from '../model/context-paths';
import type { CopyFacts } from '../model/files';
import type { ManifestSet } from '../model/manifest-set';
import type { DockerfileModel } from '../model/model';
import type { BuildContext } from '../project/build-context';
import { keyword } from './instructions';

/** The destination of a COPY as a folder; undefined when the COPY is not a plain one. */
export function writeFolder(copy: CopyFacts): string | undefined {
  const { destination, sources, instruction } = copy;
  const isPlain =
    destination !== undefined &&
    sources.length === 1 &&
    instruction.json === undefined &&
    instruction.flags.every(({ name }) => ['chown', 'chmod', 'link'].includes(name));
  if (!isPlain || /[$"'\\`]/.test(destination.text)) return undefined;
  return `${destination.text.replace(/\/+$/, '')}/`;
}

/** A COPY with the flags of another one. */
export function writeCopy(
  model: DockerfileModel,
  copy: CopyFacts,
  sources: readonly string[],
  destination: string,
): string {
  const flags = copy.instruction.flags.map(({ span }) => model.text.slice(span.start, span.end));
  return [keyword(model, 'COPY'), ...flags, ...sources, destination].join(' ');
}

/**
 * The COPY instructions of manifests, one for each folder, which keep their folders. Files that an earlier copy brought
 * are left out.
 *
 * @param destination folder of the copy of everything
 * @returns a sentence when a name cannot be written
 */
export function writeManifestCopies(
  model: DockerfileModel,
  context: BuildContext,
  { stage, copy }: BroadCopy,
  sets: readonly ManifestSet[],
  destination: string,
): readonly string[] | string {
  const folders = [...new Set(sets.flatMap((set) => set.folders))];
  const isHeld = (file: string): boolean => folders.some((each) => file.startsWith(`${each}/`));
  const isThere = (file: string): boolean => {
    const { target, instruction } = copy;
    if (target === undefined) return false;
    const place = `${target === '/' ? '' : target}/${file}`;
    return findContextFile(model, stage, place, instruction.span.start) === file;
  };
  const files = [...new Set(sets.flatMap((set) => set.files))];
  const wanted = files.filter((file) => !isHeld(file) && !isThere(file));
  const odd = [...wanted, ...folders].find((path) => !/^[\w@+.\-/]+$/.test(path));
  if (odd !== undefined) return `The name "${odd}" would need quotes.`;
  const missing = [...wanted, ...folders].find((path) => context.has(path) !== 'yes');
  if (missing !== undefined) return `${missing} is not in the build context.`;
  const byFolder = new Map<string, string[]>();
  for (const file of wanted) {
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
  }
  return [
    ...[...byFolder].map(([folder, each]) =>
      writeCopy(model, copy, each, `${destination}${folder}`),
    ),
    ...folders.map((folder) => writeCopy(model, copy, [folder], `${destination}${folder}/`)),
  ];
}
