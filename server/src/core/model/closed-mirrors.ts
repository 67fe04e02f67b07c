import { closedMirrors, type ClosedMirror } from '../data/closed-mirrors';
import { findImageFamily } from '../data/base-images';
import {
  findCycle,
  findDistributionCycle,
  findProduct,
  type FoundCycle,
} from '../data/end-of-life';
import { findDebianRelease } from './image-release';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';

/** An install of a stage that asks servers which no longer have the packages. */
export interface ClosedMirrorUse {
  readonly operation: PackageOperation;
  readonly found: FoundCycle;
}

/** The first such install of a stage; undefined when the stage may ask other servers. */
export function findClosedMirrorUse(
  model: DockerfileModel,
  stage: Stage,
  today: string,
): ClosedMirrorUse | undefined {
  const found = findRelease(stage);
  const mirror = closedMirrors.find(
    ({ product, cycles, closed }) =>
      product === found?.product.id && cycles.includes(found.cycle.cycle) && closed <= today,
  );
  if (found === undefined || mirror === undefined || mayAskOthers(model, stage, mirror)) {
    return undefined;
  }
  const operation = model
    .packageOperationsOf(stage)
    .find(
      ({ manager, action, packages }) =>
        mirror.managers.includes(manager.id) &&
        (action === 'update-index' || action === 'upgrade' || action === 'install') &&
        (packages.length === 0 || packages.some(({ kind }) => kind === 'named')),
    );
  return operation === undefined ? undefined : { operation, found };
}

/** The release of the distribution under a stage, of official images only: others may have their own mirrors. */
function findRelease(stage: Stage): FoundCycle | undefined {
  const base = stage.rootBase;
  if (base.kind !== 'image' || base.facts === undefined || base.tag === undefined) return undefined;
  const { repository } = base.reference;
  if (!repository.startsWith('docker.io/library/')) return undefined;
  const debian = findDebianRelease(stage);
  const product = debian === undefined ? undefined : findProduct('debian');
  const cycle = product?.cycles.find((each) => each.cycle === String(debian));
  if (product !== undefined && cycle !== undefined) return { product, cycle };
  const own = findImageFamily(repository)?.product;
  const isSystem = own === 'ubuntu' || own === 'centos';
  const tag = base.tag.replace(/^centos(?=\d)/, '');
  return (isSystem ? findCycle(own, tag) : undefined) ?? findDistributionCycle(base.tag);
}

/** True when a step of the stage, or of one under it, may name other servers. */
function mayAskOthers(model: DockerfileModel, stage: Stage, { archives }: ClosedMirror): boolean {
  const files = /^\/(?:$|etc(?:\/(?:apt|yum|yum\.repos\.d)(?:\/|$)|$))/;
  return collectInheritance(stage).some(
    (part) =>
      part.instructions.some(({ span, keyword }) => {
        const text = model.text.slice(span.start, span.end);
        const changesSources =
          keyword === 'RUN' && /\/etc\/apt\/|sources\.list|\/etc\/yum|yum\.repos\.d/.test(text);
        const hasProxy = keyword === 'ENV' && /http_proxy|APT_/i.test(text);
        return archives.test(text) || changesSources || hasProxy;
      }) ||
      part.instructions.some((each) =>
        model.mountsOf(each).some(({ target }) => target === undefined || files.test(target)),
      ) ||
      model.runsOf(part).some(({ complete }) => !complete) ||
      model.copiesOf(part).some(({ target }) => target === undefined || files.test(target)),
  );
}
