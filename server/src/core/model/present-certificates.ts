import { hasTool } from '../data/base-images';
import type { Instruction } from '../syntax/instruction';
import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import { isApt } from './package-index';
import { mayBeConfigured } from './package-settings';
import { hasOption, type PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';

/** Packages that recommend the certificates on Debian and Ubuntu, by their libraries. */
const recommending = /^(?:curl|wget|git|python3-pip|default-jre-headless|default-jdk-headless)$/;

/**
 * True when the certificates of the public authorities are surely in the image before an instruction, so that
 * programs can check who they talk to: by what the base image is, or by an install above it.
 */
export function hasCertificates(
  model: DockerfileModel,
  stage: Stage,
  before: Instruction,
): boolean {
  const { rootBase } = stage;
  const variant = rootBase.kind === 'image' ? rootBase.facts?.variant : undefined;
  if (variant !== undefined) {
    const bare = ['debian', 'ubuntu', 'windows', 'scratch', 'distroless', 'busybox', 'arch'];
    if (!bare.includes(variant.distribution)) return true;
    const isDebian = variant.distribution === 'debian' || variant.distribution === 'ubuntu';
    if (isDebian && hasTool(variant, 'curl') === true) return true;
  }
  return collectInheritance(stage).some((part) => {
    const start = firstInstall(model, part);
    return part === stage ? start <= before.span.start : start < Infinity;
  });
}

/** Where the first RUN of a stage starts that installs the certificates; infinite when there is none. */
const firstInstall = memoize((model, stage: Stage): number => {
  const found = model
    .packageOperationsOf(stage)
    .find(
      (operation) =>
        operation.manager.kind === 'system' &&
        operation.action === 'install' &&
        operation.packages.some(
          ({ name = '' }) =>
            name === 'ca-certificates' ||
            (recommending.test(name) && bringsRecommended(model, operation)),
        ),
    );
  return found?.command.instruction.span.start ?? Infinity;
});

function bringsRecommended(model: DockerfileModel, operation: PackageOperation): boolean {
  return (
    isApt(operation) &&
    !hasOption(operation, operation.manager.noRecommends ?? []) &&
    !mayBeConfigured(model, operation, 'noRecommends')
  );
}
