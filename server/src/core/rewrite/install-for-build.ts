import { developmentDependencies } from '../data/javascript-builds';
import type { Command } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import { hasOption, readPackageOperation, type PackageOperation } from '../model/packages';
import {
  causeOf,
  findToolRelease,
  placeOf,
  writePrune,
  type ProductionInstall,
} from '../model/production-install';
import { collectInheritance, type Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { insertAfter, keyword } from './instructions';
import { appendCommand } from './run-script';
import { deleteWordBehind, insertWordAfter, replaceWord } from './words';

/** How an install gets what the build needs, and the image does not. */
export type InstallForBuild =
  | { readonly kind: 'edits'; readonly title: string; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Lets an install bring everything, and drops what only development needs below the build. */
export function installForBuild(
  model: DockerfileModel,
  { stage, install, cause, build }: ProductionInstall,
): InstallForBuild {
  const facts = developmentDependencies.get(findToolRelease(stage, install.manager.id));
  const edits =
    cause === 'option'
      ? replaceOptions(model, stage, install, facts?.include)
      : addOption(install, facts?.include);
  if (edits === undefined)
    return { kind: 'refused', reason: 'There is no option that overrides NODE_ENV.' };
  if (!reachesImage(model, stage, install) || isPrunedLater(model, stage, build)) {
    return { kind: 'edits', title: 'Install what the build needs too', edits };
  }
  const prune =
    facts?.prune === undefined
      ? undefined
      : addPrune(model, install, build, writePrune(facts.prune, [install]));
  if (prune === undefined) {
    return {
      kind: 'refused',
      reason: 'Where what only development needs can be removed again is not known.',
    };
  }
  const title = 'Install what the build needs and prune below it';
  return { kind: 'edits', title, edits: [...edits, prune] };
}

/** Deletes the options, or puts the one in their place that NODE_ENV makes necessary. */
function replaceOptions(
  model: DockerfileModel,
  stage: Stage,
  install: PackageOperation,
  include: string | undefined,
): readonly Edit[] {
  const { manager, options, command } = install;
  const names = manager.productionOnly ?? [];
  const kept = options.filter((option) => !hasOption({ options: [option] }, names));
  const isStillSet = causeOf(model, stage, { ...install, options: kept }) !== undefined;
  return options
    .filter((option) => !kept.includes(option))
    .flatMap(({ word, valueWord }) => (valueWord === undefined ? [word] : [word, valueWord]))
    .map((word, index) => {
      if (index === 0 && isStillSet && include !== undefined) return replaceWord(word, include);
      const previous = command.words[command.words.indexOf(word) - 1] ?? word;
      return deleteWordBehind(model.text, previous, word);
    });
}

function addOption(
  install: PackageOperation,
  option: string | undefined,
): readonly Edit[] | undefined {
  return option === undefined ? undefined : [insertWordAfter(install.verbWord, option)];
}

function addPrune(
  model: DockerfileModel,
  install: PackageOperation,
  build: Command,
  prune: string,
): Edit | undefined {
  const { instruction } = build;
  if (instruction === install.command.instruction) {
    return appendCommand(model, model.executionOf(instruction), prune);
  }
  const isAtWorkdir = placeOf(model, build) === (model.workdirAt(instruction) ?? '');
  return isAtWorkdir
    ? insertAfter(model, instruction, [`${keyword(model, 'RUN')} ${prune}`])
    : undefined;
}

/** True when node_modules of the stage is in the image, or is copied from the stage. */
function reachesImage(model: DockerfileModel, stage: Stage, install: PackageOperation): boolean {
  if (model.isShipped(stage)) return true;
  const workdir = model.workdirAt(install.command.instruction);
  const isKnown = workdir !== undefined && placeOf(model, install.command) === workdir;
  const modules = `${workdir ?? ''}/node_modules`.replace(/^\/+/, '');
  return model.stages
    .flatMap((other) => model.copiesOf(other))
    .filter(
      ({ origin }) => origin.kind === 'stage' && collectInheritance(origin.stage).includes(stage),
    )
    .flatMap((copy) => copy.sources)
    .some(
      ({ path }) =>
        !isKnown || path === undefined || path === '.' || `${modules}/`.startsWith(`${path}/`),
    );
}

/** True when a command below the build already drops them. */
function isPrunedLater(model: DockerfileModel, stage: Stage, build: Command): boolean {
  return model.commandsOf(stage).some((command) => {
    if (command.shell.span.start < build.shell.span.end) return false;
    if (command.name === 'rm') {
      const own = `${model.workdirAt(command.instruction) ?? ''}/node_modules`;
      const names = ['node_modules', './node_modules', own];
      return command.words.some(({ text }) => names.includes(text.replace(/\/$/, '')));
    }
    const operation = readPackageOperation(command);
    return (
      operation !== undefined &&
      developmentDependencies.has(operation.manager.id) &&
      (operation.verb.words.includes('prune') || causeOf(model, stage, operation) !== undefined)
    );
  });
}
