import { compilePattern, isPattern } from '../project/path-pattern';
import type { BuildContext } from '../project/build-context';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { collectInheritance, type Stage } from './stage-graph';

/**
 * The file of the build context that lies at a path of a stage, by the last COPY or ADD above an offset that
 * brought it there. Undefined when none did, or when that is not known.
 *
 * @param path absolute, as in the container
 */
export function findContextFile(
  model: DockerfileModel,
  stage: Stage,
  path: string,
  offset = Infinity,
): string | undefined {
  const { context } = model;
  if (context === undefined) return undefined;
  const copies = collectInheritance(stage)
    .toReversed()
    .flatMap((each) => model.copiesOf(each))
    .filter((copy) => copy.instruction.span.start < offset);
  for (const copy of copies.toReversed()) {
    const found = sourceOf(context, copy, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The file of the context that a copy puts at a path. */
function sourceOf(context: BuildContext, copy: CopyFacts, path: string): string | undefined {
  const { target } = copy;
  if (copy.origin.kind !== 'context' || target === undefined) return undefined;
  const candidates = copy.sources.flatMap((source) => {
    if (source.kind !== 'path' || source.path === undefined) return [];
    const found = isPattern(source.path) ? context.matches(source.path) : [source.path];
    return found.flatMap((each) => candidateOf(context, copy, each, target, path) ?? []);
  });
  return candidates.findLast(
    (candidate) => context.has(candidate) === 'yes' && !context.ignores(candidate),
  );
}

function candidateOf(
  context: BuildContext,
  copy: CopyFacts,
  source: string,
  target: string,
  path: string,
): string | undefined {
  if (context.isFolder(source)) {
    const rest = below(target, path);
    if (rest === undefined) return undefined;
    return [source === '.' ? '' : source, rest].filter((part) => part !== '').join('/') || '.';
  }
  const name = source.slice(source.lastIndexOf('/') + 1);
  const lands = copy.intoFolder ? `${target === '/' ? '' : target}/${name}` : target;
  return lands === path ? source : undefined;
}

/** The part of `path` below `folder`; undefined when it is not below it. */
function below(folder: string, path: string): string | undefined {
  if (folder === path) return '';
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** The paths of the context a copy brings; undefined when one of its sources is not known. */
export function copiedPaths(context: BuildContext, copy: CopyFacts): readonly string[] | undefined {
  if (copy.origin.kind !== 'context') return undefined;
  const tests: RegExp[] = [];
  for (const { kind, path } of copy.sources) {
    if (kind !== 'path') continue;
    if (path === undefined) return undefined;
    const test = path === '.' ? /^/ : compilePattern(path);
    if (test === undefined) return undefined;
    tests.push(test);
  }
  return context.visiblePaths.filter((file) => tests.some((test) => matchesOrHolds(test, file)));
}

/** True when the test matches the file or a folder above it. */
function matchesOrHolds(test: RegExp, file: string): boolean {
  const parts = file.split('/');
  return parts.some((_, index) => test.test(parts.slice(0, index + 1).join('/')));
}
