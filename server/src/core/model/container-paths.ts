import type { BuildContext } from '../project/build-context';
import { isPattern } from '../project/path-pattern';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';

/**
 * Where the copies of a stage put a file or folder of the build context: absolute paths, without repetitions.
 * Empty when no COPY brings it as a whole; undefined when the target of a copy that brings it is not known.
 *
 * @param path relative to the context, `.` for all of it
 * @param offset only copies above this place count
 */
export function findContainerPaths(
  model: DockerfileModel,
  stage: Stage,
  path: string,
  offset = Infinity,
): readonly string[] | undefined {
  const { context } = model;
  if (context === undefined) return undefined;
  const found = new Set<string>();
  const copies = collectInheritance(stage)
    .toReversed()
    .flatMap((each) => model.copiesOf(each))
    .filter((copy) => copy.instruction.span.start < offset && copy.origin.kind === 'context');
  for (const copy of copies) {
    const places = placesOf(context, copy, path);
    if (places === undefined) return undefined;
    for (const place of places) found.add(place);
  }
  return [...found];
}

function placesOf(
  context: BuildContext,
  copy: CopyFacts,
  path: string,
): readonly string[] | undefined {
  const places: string[] = [];
  for (const source of copy.sources) {
    if (source.kind !== 'path') continue;
    if (source.path === undefined) return undefined;
    for (const each of isPattern(source.path) ? context.matches(source.path) : [source.path]) {
      const rest = restBelow(each, path);
      if (rest === undefined || context.has(each) !== 'yes') continue;
      if (copy.target === undefined) return undefined;
      const name = each.slice(each.lastIndexOf('/') + 1);
      const into = !context.isFolder(each) && (copy.intoFolder || copy.target === '/');
      places.push(joinParts(copy.target, into ? name : rest));
    }
  }
  return places;
}

/** The part of a path below a source; undefined when the source does not bring it. */
function restBelow(source: string, path: string): string | undefined {
  if (source === path) return '';
  if (source === '.') return path;
  return path.startsWith(`${source}/`) ? path.slice(source.length + 1) : undefined;
}

function joinParts(folder: string, rest: string): string {
  if (rest === '') return folder;
  return folder === '/' ? `/${rest}` : `${folder}/${rest}`;
}
