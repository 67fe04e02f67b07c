import { developmentDependencies } from '../data/javascript-builds';
import type { DockerfileModel } from '../model/model';
import { findPrune } from '../model/node-prune';
import { lifecycleScripts, readNodeStage, type NodeStage } from '../model/node-stage';
import { findNodeStart } from '../model/node-start';
import type { PackageOperation } from '../model/packages';
import { findToolRelease } from '../model/production-install';
import { collectInheritance, type Stage } from '../model/stage-graph';
import { readProgramSources } from '../project/node-sources';
import type { Edit } from '../text/edit';
import { insertAfter, keyword } from './instructions';
import { appendCommand } from './run-script';
import { insertWordAfter } from './words';

/** How packages that only development needs stay out of the image; undefined when none reach it. */
export type DroppedPackages =
  | {
      readonly kind: 'edits';
      readonly edits: readonly Edit[];
      readonly evidence: readonly string[];
      /** The install that brings them. */
      readonly install: PackageOperation;
      /** Their names. */
      readonly packages: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly install: PackageOperation };

/**
 * Keeps the packages that only development needs out of the image: by an option of the install when nothing
 * is built in the shipped stage, by a command at the end of the stage that node_modules is copied from.
 */
export function dropDevelopmentPackages(model: DockerfileModel): DroppedPackages | undefined {
  const { target } = model;
  if (target === undefined || model.context === undefined) return undefined;
  const origin = findOrigin(model, target);
  if (origin === undefined) return undefined;
  const node = readNodeStage(model, origin);
  const [install] = typeof node === 'object' ? node.installs : [];
  if (typeof node !== 'object' || install === undefined) return undefined;
  const refuse = (reason: string): DroppedPackages => ({ kind: 'refused', reason, install });
  if (origin === target && node.builds) {
    return refuse('The stage that is shipped builds, too: split it first.');
  }
  const user = model.stages.find(
    (each) => each !== origin && collectInheritance(each).includes(origin),
  );
  if (user !== undefined && origin !== target) {
    return refuse('Another stage starts from the one that installs.');
  }
  const sources = readProgramSources(node.context, node.folder);
  if (sources === undefined) return refuse('Not every source file of the project could be read.');
  const start = findNodeStart(model, target);
  if (typeof start === 'string') return refuse(start);
  if (isPruned(model, origin)) return undefined;
  const { command, packages, evidence } = findPrune(model, origin, node, sources, start.words);
  if (command === undefined) return evidence[0] === undefined ? undefined : refuse(evidence[0]);
  const edits =
    origin === target
      ? omit(model, origin, node, command)
      : [insertAfter(model, node.lastStep, [`${keyword(model, 'RUN')} ${command}`])];
  if (edits === undefined) return refuse('The RUN that installs could not be changed.');
  return { kind: 'edits', edits, evidence, install, packages };
}

/** The stage whose node_modules is in the image: the shipped one, or the one it is copied from. */
function findOrigin(model: DockerfileModel, target: Stage): Stage | undefined {
  const own = model
    .packageOperationsOf(target)
    .some(
      ({ manager, action, global }) =>
        developmentDependencies.has(manager.id) && action === 'install' && !global,
    );
  if (own) return target;
  const origins = new Set<Stage>();
  for (const stage of collectInheritance(target)) {
    for (const copy of model.copiesOf(stage)) {
      if (copy.origin.kind !== 'stage') continue;
      const { stage: origin } = copy.origin;
      const modules = `${model.workdirAtEnd(origin) ?? ''}/node_modules/`.replace(/^\/+/, '');
      const brings = copy.sources.some(
        ({ path }) => path === '.' || (path !== undefined && modules.startsWith(`${path}/`)),
      );
      if (brings) origins.add(origin);
    }
  }
  const [origin, ...others] = origins;
  return others.length === 0 ? origin : undefined;
}

/** True when a command drops packages already. */
function isPruned(model: DockerfileModel, stage: Stage): boolean {
  return model
    .packageOperationsOf(stage)
    .some(({ verb }) => verb.words.includes('prune') || verb.words.includes('focus'));
}

/** An option of the install; where its scripts may need the packages, a command behind it. */
function omit(
  model: DockerfileModel,
  stage: Stage,
  { installs, manifest, release, lastStep }: NodeStage,
  prune: string,
): readonly Edit[] | undefined {
  const needsPackages = lifecycleScripts.some((name) => manifest.scripts.has(name));
  const option = developmentDependencies.get(findToolRelease(stage, release))?.omit;
  if (option !== undefined && !needsPackages) {
    return installs.map(({ verbWord }) => insertWordAfter(verbWord, option));
  }
  const appended = appendCommand(model, model.executionOf(lastStep), prune);
  const isSame = installs.every(({ command }) => command.instruction === lastStep);
  return appended === undefined || !isSame ? undefined : [appended];
}
