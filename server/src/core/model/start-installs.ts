import { isForDevelopment } from './development-stage';
import { findDevelopmentServer } from './development-start';
import { findEarlySteps, type EarlyStep } from './early-steps';
import type { DockerfileModel } from './model';
import { readPackageOperation } from './packages';
import type { Stage } from './stage-graph';

/** What a start loads from the network. */
export type StartInstall = EarlyStep & {
  readonly kind: 'packages' | 'sources' | 'script';
};

/** The steps of a start that install packages, get sources or run a script from the network, each at every start. */
export function findStartInstalls(model: DockerfileModel, stage: Stage): readonly StartInstall[] {
  if (isForDevelopment(stage) || findDevelopmentServer(model, stage) !== undefined) return [];
  return findEarlySteps(model, stage).flatMap((step) => {
    const kind = kindOf(step);
    return kind === undefined ? [] : [{ ...step, kind }];
  });
}

function kindOf({ command, statement, index }: EarlyStep): StartInstall['kind'] | undefined {
  const operation = readPackageOperation(command);
  if (operation?.action === 'install') return 'packages';
  if (operation?.action === 'update-index' && operation.manager.kind === 'system')
    return 'packages';
  const words = command.words.map(({ value, text }) => value ?? text);
  if (command.name === 'git' && words.some((word) => word === 'clone' || word === 'pull'))
    return 'sources';
  const [, reader] = statement.pipelines[index]?.commands ?? [];
  const isLoaded = command.name === 'curl' || command.name === 'wget';
  return isLoaded && /^(?:ba|da|a)?sh$/.test(reader?.program?.value ?? '') ? 'script' : undefined;
}
