import { isPattern } from '../project/path-pattern';
import type { Instruction } from '../syntax/instruction';
import type { Artifact } from './builder-plan';
import { isCoveredBy } from './covered-path';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** The files of an application that is not compiled, and where they lie when it runs. */
export type ApplicationFiles =
  | { readonly kind: 'known'; readonly artifacts: readonly Artifact[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What a builder knows about its files. */
export interface ApplicationQuestion {
  /** The last instruction of the builder stage: copies below it stay in the runtime stage. */
  readonly lastStep: Instruction;
  /** Files that only building reads: lists of dependencies, settings of package managers. */
  readonly isBuildFile: (path: string) => boolean;
  /** More absolute folders that building fills. */
  readonly results: readonly string[];
}

/**
 * What has to come from the builder stage: everything that COPYs above the last step bring, at the same place
 * and with what building added to it.
 */
export function findApplicationFiles(
  model: DockerfileModel,
  stage: Stage,
  { lastStep, isBuildFile, results }: ApplicationQuestion,
): ApplicationFiles {
  const paths = new Set(results);
  for (const copy of model.copiesOf(stage)) {
    if (lastStep.span.start < copy.instruction.span.start) continue;
    const found = placesOf(model, copy, isBuildFile);
    if (typeof found === 'string') return { kind: 'unknown', reason: found };
    for (const path of found) paths.add(path);
  }
  if (paths.has('/')) {
    return { kind: 'unknown', reason: 'The files of the application lie in the root folder.' };
  }
  const all = [...paths];
  const tops = all.filter(
    (path) => !all.some((other) => other !== path && isCoveredBy(path, other)),
  );
  return { kind: 'known', artifacts: tops.map((path) => ({ from: path, to: path })) };
}

/** The folders and files that a COPY fills; a sentence when that is not known. */
function placesOf(
  model: DockerfileModel,
  copy: CopyFacts,
  isBuildFile: (path: string) => boolean,
): readonly string[] | string {
  const { target, origin, sources, instruction } = copy;
  const line = `on line ${String(model.lines.placeAt(instruction.span.start).line + 1)}`;
  if (target === undefined) return `Where the COPY ${line} puts its files is not known.`;
  const places: string[] = [];
  for (const { kind, path } of sources) {
    if (kind === 'heredoc') {
      places.push(target);
      continue;
    }
    if (kind !== 'path') return `What the ADD ${line} brings is not known.`;
    if (path === undefined) return `What the COPY ${line} brings is not known.`;
    if (isBuildFile(path)) continue;
    if (instruction.keyword === 'ADD' && /\.(?:tar|tgz|t[bx]z2?|tar\.\w+|zip)$/.test(path)) {
      return `What the ADD ${line} unpacks is not known.`;
    }
    const isFolder =
      origin.kind !== 'context' ||
      isPattern(path) ||
      model.context?.has(path) !== 'yes' ||
      model.context.isFolder(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const intoFolder = copy.intoFolder || target === '/';
    places.push(isFolder || !intoFolder ? target : `${target === '/' ? '' : target}/${name}`);
  }
  return places;
}
