import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import type { Stage } from './stage-graph';

/** The last command of a stage with which a manager (by its id) installs what the project asks for. */
export function findProjectInstall(
  model: DockerfileModel,
  stage: Stage,
  managerId: string,
): PackageOperation | undefined {
  return model
    .packageOperationsOf(stage)
    .findLast(
      ({ manager, action, packages }) =>
        manager.id === managerId && action === 'install' && packages.length === 0,
    );
}
