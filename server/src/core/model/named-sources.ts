import { compilePattern, isPattern } from '../project/path-pattern';
import type { DockerfileModel } from './model';

/** A path that a COPY or ADD names in the build context. */
export interface NamedSource {
  /** The names of the folders down to it, and its own. */
  readonly segments: readonly string[];
  /** Whether a name fits the segment of an index: a segment may be a pattern. */
  readonly fits: (index: number, name: string) => boolean;
}

/** What a Dockerfile copies from its build context by name: that tells which folder the context is. */
export function collectNamedSources(model: DockerfileModel): readonly NamedSource[] {
  const paths = model.stages
    .flatMap((stage) => model.copiesOf(stage))
    .filter(({ origin }) => origin.kind === 'context')
    .flatMap(({ sources }) => sources)
    .flatMap(({ kind, path }) => (kind === 'path' && path !== undefined ? [path] : []));
  return [...new Set(paths)].filter((path) => path !== '.').map(toNamedSource);
}

function toNamedSource(path: string): NamedSource {
  const segments = path.split('/');
  const tests = segments.map((segment) =>
    isPattern(segment) ? compilePattern(segment) : undefined,
  );
  return {
    segments,
    fits: (index, name) => tests[index]?.test(name) ?? segments[index] === name,
  };
}
