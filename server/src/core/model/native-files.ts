import type { BuildContext } from '../project/build-context';
import { findRunTimeFiles, isManagedFile } from '../project/run-time-files';
import type { Instruction } from '../syntax/instruction';
import type { Artifact } from './builder-plan';
import { findContainerPaths } from './container-paths';
import { copiedPaths } from './context-paths';
import { copiesEverything } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** The files besides the program that the runtime stage gets from the builder. */
export type NativeFiles =
  | {
      readonly kind: 'files';
      readonly artifacts: readonly Artifact[];
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Finds the files of the project that a compiled program reads when it runs, where copies above the end of the
 * builder stage put them.
 *
 * @param sources files that are compiled into the program
 * @param last the last instruction of the builder stage
 */
export function findNativeFiles(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  sources: RegExp,
  last: Instruction,
): NativeFiles {
  const found = findRunTimeFiles(context, '', { mentions: mentionsOf(stage), sources });
  if (found.kind === 'unknown') return found;
  const { end } = last.span;
  const copies = model.copiesOf(stage).filter(({ instruction }) => instruction.span.start < end);
  const foreign = copies.find(
    ({ origin, sources: from }) =>
      origin.kind !== 'context' || from.some(({ kind }) => kind !== 'path'),
  );
  const changed = copies.find(
    ({ instruction, sources: from }) =>
      instruction.flags.some(({ name }) => ['parents', 'exclude'].includes(name.toLowerCase())) ||
      (instruction.keyword === 'ADD' && from.some(({ path = '' }) => archive.test(path))),
  );
  if (changed !== undefined) {
    return {
      kind: 'unknown',
      reason: `Where the files of ${changed.instruction.keyword} lie in the image is not known.`,
    };
  }
  if (foreign !== undefined) {
    const [text = ''] = model.text
      .slice(foreign.instruction.span.start, foreign.instruction.span.end)
      .split('\n');
    return {
      kind: 'unknown',
      reason: `Whether the program needs what "${text.trim()}" brings is not known.`,
    };
  }
  const paths = new Set(found.paths);
  for (const copy of copies) {
    if (copiesEverything(copy)) continue;
    const brought = copiedPaths(context, copy);
    if (brought === undefined)
      return { kind: 'unknown', reason: 'What a COPY brings is not known.' };
    const isData = brought.every((path) => !sources.test(path) && !isManagedFile(path));
    if (isData) for (const path of brought) paths.add(path);
  }
  const places = new Map<string, Artifact>();
  const present = new Set<string>();
  for (const path of paths) {
    const artifacts = artifactsOf(model, stage, context, path, end);
    if (artifacts === undefined) {
      return { kind: 'unknown', reason: `Where ${path} lies in the image is not known.` };
    }
    for (const artifact of artifacts) places.set(artifact.from, artifact);
    if (artifacts.length !== 0) present.add(path);
  }
  const all = [...places.values()].filter(
    ({ from }) =>
      ![...places.keys()].some((other) => other !== from && from.startsWith(`${other}/`)),
  );
  return {
    kind: 'files',
    artifacts: all,
    evidence: found.evidence.filter((_, index) => present.has(found.paths[index] ?? '')),
  };
}

const archive = /\.(?:tar|tgz|tbz2?|txz)$|\.tar\.\w+$/;

/** What the start command, the health check, ENV and the values of the build say. */
function mentionsOf(stage: Stage): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const instruction of stage.instructions) {
    const { keyword, argumentText } = instruction;
    if (!['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'ENV', 'RUN'].includes(keyword)) continue;
    // Of a RUN, what may be compiled into the program: `-DSHARE=…`, `-X main.folder=…`.
    const text =
      keyword === 'RUN' ? (argumentText.match(/=\S*\/\S*/g) ?? []).join(' ') : argumentText;
    const words = text
      .split(/[\s=,"'[\]:;|&<>()]+/)
      .filter((word) => word !== '')
      .map((word) => `"${word}"`);
    texts.set(keyword, `${texts.get(keyword) ?? ''} ${words.join(' ')}`);
  }
  return texts;
}

function artifactsOf(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  path: string,
  end: number,
): readonly Artifact[] | undefined {
  const places = findContainerPaths(model, stage, path, end);
  if (places === undefined) return undefined;
  const isFolder = context.isFolder(path);
  if (places.length === 0 && isFolder) {
    const inside = childrenOf(context, path).map((child) =>
      artifactsOf(model, stage, context, child, end),
    );
    return inside.some((each) => each === undefined)
      ? undefined
      : inside.flatMap((each) => each ?? []);
  }
  return places.map((place) => ({
    from: place,
    to: isFolder ? place : place.slice(0, place.lastIndexOf('/') + 1),
  }));
}

function childrenOf(context: BuildContext, folder: string): readonly string[] {
  const prefix = `${folder}/`;
  const names = context.visiblePaths
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length).replace(/\/.*$/s, ''));
  return [...new Set(names)].filter((name) => name !== '').map((name) => prefix + name);
}
