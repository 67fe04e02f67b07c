import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { findPackageCache } from './package-cache';
import { hasOption, type PackageOperation } from './packages';
import { findRubyLine } from './ruby-image';
import { collectInheritance, type Stage } from './stage-graph';

/** Where an official image of Ruby keeps its gems. Source: docker-library/ruby: 4.0/slim-trixie/Dockerfile, 2026-11-22. */
const gemHome = '/usr/local/bundle';

/** What Bundler and RubyGems download stays here. */
export const gemCache = `${gemHome}/cache`;

/** True for an install of gems that is known to leave their packed copies in {@link gemCache}. */
export function keepsGems(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): boolean {
  const { manager, verb, packages, command } = operation;
  // Older images put the gems of Bundler into a folder of their own.
  if ((findRubyLine(stage) ?? 0) < 300) return false;
  if (manager.id === 'bundler') {
    const isInstall = /^(?:|i|install|add|update)$/.test(verb.words.join(' '));
    const isElsewhere = collectInheritance(stage)
      .flatMap(({ instructions }) => instructions)
      .some(
        ({ keyword, argumentText }) =>
          keyword === 'RUN' &&
          /\bbundler?\s+config\b[^&;\n]*\b(?:path|deployment|cache_path|app_cache)\b/.test(
            argumentText,
          ),
      );
    const cache = findPackageCache(model, stage, operation);
    return isInstall && !isElsewhere && typeof cache !== 'string';
  }
  const scope = model.variables.before(stage, command.instruction);
  return (
    /^(?:i|install)$/.test(verb.words.join(' ')) &&
    packages.length !== 0 &&
    packages.every(({ kind }) => kind === 'named') &&
    command.wrappers.length === 0 &&
    scope.get('GEM_HOME') === undefined &&
    !/\bGEM_HOME=/.test(command.instruction.argumentText) &&
    !hasOption(operation, ['-i', '--install-dir', '--user-install', '-l', '--local', '--explain'])
  );
}

/**
 * What may still empty the folder of the gems after the RUN that fills it, when that folder gets into the image.
 *
 * A layer of the image keeps what its RUN leaves, so nothing for a shipped stage; of another stage the last state counts.
 *
 * @returns undefined when the folder does not get into the image
 */
export function findLaterGemCommands(
  model: DockerfileModel,
  stage: Stage,
): readonly Command[] | undefined {
  if (model.isShipped(stage)) return [];
  const takers = model.stages
    .filter((each) => model.isShipped(each))
    .flatMap((each) => model.copiesOf(each))
    .flatMap(({ origin, sources, instruction }) =>
      origin.kind === 'stage' &&
      collectInheritance(origin.stage).includes(stage) &&
      instruction.flags.every(({ name }) => name !== 'exclude') &&
      sources.some(({ path }) => path !== undefined && `${gemHome}/`.startsWith(`/${trim(path)}/`))
        ? [origin.stage]
        : [],
    );
  const [taker, ...others] = takers;
  if (taker === undefined || others.length !== 0) return undefined;
  return collectInheritance(taker).flatMap((each) => model.commandsOf(each));
}

function trim(path: string): string {
  return path.replace(/^\/|\/$/g, '');
}
