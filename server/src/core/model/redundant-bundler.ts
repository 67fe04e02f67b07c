import type { BuildContext } from '../project/build-context';
import { readGemfileLock } from '../project/gemfile-lock';
import type { DockerfileModel } from './model';
import type { PackageArgument, PackageOperation } from './packages';
import { findRubyLine } from './ruby-image';
import type { Stage } from './stage-graph';

/** A `gem install bundler` in an image that has Bundler. */
export interface RedundantBundler {
  readonly operation: PackageOperation;
  readonly argument: PackageArgument;
}

/**
 * The Bundler of each release line of Ruby, as one number: 206 for 2.6. From 2.3 on Bundler changes to the version that
 * the lock file names by itself. Source: the release notes of Ruby and Bundler; from general knowledge, 2026-11-22.
 */
const bundlers: ReadonlyMap<number, number> = new Map([
  [301, 203],
  [302, 204],
  [303, 205],
  [304, 206],
  [400, 400],
]);

/** Options that do not say which Bundler is meant. */
const plain = /^(?:-N|--no-document|--no-ri|--no-rdoc|-q|--quiet|--silent|-f|--force)$/;

/** Finds them in official images of Ruby, where every lock file of the project is known to be of no newer Bundler. */
export function findRedundantBundlers(
  model: DockerfileModel,
  stage: Stage,
): readonly RedundantBundler[] {
  const bundler = bundlers.get(findRubyLine(stage) ?? 0);
  const { context } = model;
  if (bundler === undefined || context === undefined || !fits(context, bundler)) return [];
  return model.packageOperationsOf(stage).flatMap((operation): readonly RedundantBundler[] => {
    const { manager, verb, packages, options, unread } = operation;
    if (manager.id !== 'gem' || !/^(?:i|install)$/.test(verb.words.join(' '))) return [];
    const argument = packages.find(({ name, kind }) => name === 'bundler' && kind === 'named');
    const isPlain = unread.length === 0 && options.every(({ name }) => plain.test(name));
    return argument === undefined || argument.version !== undefined || !isPlain
      ? []
      : [{ operation, argument }];
  });
}

function fits(context: BuildContext, bundler: number): boolean {
  const locks = context.visiblePaths.filter((path) => /(?:^|\/)Gemfile\.lock$/.test(path));
  return (
    context.has('Gemfile.lock') !== 'unknown' &&
    locks.every((path) => {
      const lock = readGemfileLock(context, path.replace(/\/?Gemfile\.lock$/, ''));
      const [major = 0, minor = 0] = lock?.bundler?.split('.').map(Number) ?? [];
      return lock !== undefined && major * 100 + minor <= bundler;
    })
  );
}
