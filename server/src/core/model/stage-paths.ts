import { compilePattern, isPattern } from '../project/path-pattern';
import { findContextFile } from './context-paths';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';

/**
 * The file of the build context behind a path of a stage, also when it came from there through other stages.
 * Undefined when no COPY brought it, or when that is not known.
 *
 * @param path absolute, as in the container
 */
export function traceContextFile(
  model: DockerfileModel,
  stage: Stage,
  path: string,
  offset = Infinity,
): string | undefined {
  const own = findContextFile(model, stage, path, offset);
  if (own !== undefined) return own;
  for (const part of collectInheritance(stage)) {
    const copies = model
      .copiesOf(part)
      .filter(({ instruction }) => instruction.span.start < offset);
    for (const copy of copies.toReversed()) {
      if (copy.origin.kind !== 'stage') continue;
      for (const source of sourcesOf(copy, path)) {
        const found = traceContextFile(model, copy.origin.stage, source);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

/** The paths in the stage of origin that a copy may bring to a path. */
export function sourcesOf(copy: CopyFacts, path: string): readonly string[] {
  const { target } = copy;
  if (target === undefined) return [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  const prefix = target === '/' ? '/' : `${target}/`;
  const found: string[] = [];
  for (const source of copy.sources) {
    if (source.kind !== 'path' || source.path === undefined) continue;
    const from = source.path === '.' ? '' : `/${source.path}`;
    if (isPattern(from)) {
      const matches = compilePattern(from.slice(from.lastIndexOf('/') + 1))?.test(name) === true;
      if (matches && path === `${prefix}${name}`) {
        found.push(`${from.slice(0, from.lastIndexOf('/'))}/${name}`);
      }
      continue;
    }
    if (path.startsWith(prefix)) found.push(`${from}/${path.slice(prefix.length)}`);
    const lands = copy.intoFolder ? `${prefix}${from.slice(from.lastIndexOf('/') + 1)}` : target;
    if (lands === path) found.push(from);
  }
  return found;
}
