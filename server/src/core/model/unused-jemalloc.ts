import type { ShellWord } from '../syntax/shell';
import type { DockerfileModel } from './model';
import { findRubyStart } from './ruby-start';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import type { StartedCommand } from './start-scripts';

/** A jemalloc that is installed for a program of Ruby, which does not load it. */
export interface UnusedJemalloc {
  /** The name of the package. */
  readonly word: ShellWord;
  readonly started: StartedCommand;
}

/** What loads it, or settles its use in another way. */
const loads = /LD_PRELOAD|MALLOC_CONF|ld\.so\.preload|jemalloc\.sh/;

/** Signs of a program that is linked to it. */
const links = /with-jemalloc|jemalloc-dev|patchelf/;

/**
 * Finds `libjemalloc2` on an official Debian image of Ruby. Its Ruby is not linked to jemalloc.
 * Source: docker-library/ruby: 4.0/slim-trixie/Dockerfile, 2026-11-22.
 */
export function findUnusedJemalloc(
  model: DockerfileModel,
  stage: Stage,
): UnusedJemalloc | undefined {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts?.variant.distribution !== 'debian') return undefined;
  const chain = collectInheritance(stage);
  const named = chain
    .flatMap((each) => model.packageOperationsOf(each))
    .filter(({ manager }) => manager.kind === 'system')
    .flatMap(({ action, packages }) =>
      packages.filter(({ name }) => name === 'libjemalloc2').map(({ word }) => ({ action, word })),
    );
  const [found] = named;
  if (found === undefined || named.some(({ action }) => action !== 'install')) return undefined;
  const isLoaded = chain
    .flatMap(({ instructions }) => instructions)
    .some(({ span }) => loads.test(model.text.slice(span.start, span.end)));
  if (isLoaded || links.test(model.text)) return undefined;
  const started = findRubyStart(model, stage, loads);
  return started === undefined ? undefined : { word: found.word, started };
}
