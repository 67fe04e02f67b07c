import { needsNoDownload } from '../project/go-install';
import type { Command } from './commands';
import { readDependencyInstall, type DependencyInstall } from './dependency-install';
import { copiesEverything, type CopyFacts } from './files';
import { findInstallFolder } from './install-folder';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A COPY of everything with an install below it, which every changed file repeats. */
export interface BroadCopy {
  readonly stage: Stage;
  readonly copy: CopyFacts;
  readonly install: DependencyInstall;
}

/** The first copy of everything of each stage that has the first install of a manager below it. */
export function findBroadCopies(model: DockerfileModel): readonly BroadCopy[] {
  return model.stages.flatMap((stage) => findInStage(model, stage) ?? []);
}

function findInStage(model: DockerfileModel, stage: Stage): BroadCopy | undefined {
  const installs = model
    .commandsOf(stage)
    .flatMap((command) => readInstall(model, stage, command) ?? []);
  for (const copy of model.copiesOf(stage)) {
    if (copy.origin.kind !== 'context' || !copiesEverything(copy)) continue;
    const { start } = copy.instruction.span;
    const above = installs.filter(({ operation }) => operation.command.shell.span.end <= start);
    const done = new Set(above.map((install) => keyOf(install)));
    const used = managersAbove(model, stage, start);
    const install = installs.find(
      (candidate) =>
        start < candidate.operation.command.shell.span.start &&
        !done.has(keyOf(candidate)) &&
        !(candidate.operation.action === 'build' && used.has(candidate.operation.manager.id)) &&
        !hasNothingToDownload(model, copy, candidate),
    );
    if (install !== undefined) return { stage, copy, install };
  }
  return undefined;
}

/** A manager that ran above the copy, whatever it was told, may have downloaded all that a build needs. */
function managersAbove(model: DockerfileModel, stage: Stage, start: number): ReadonlySet<string> {
  const above = model
    .packageOperationsOf(stage)
    .filter(({ command }) => command.shell.span.end <= start);
  return new Set(above.map(({ manager }) => manager.id));
}

/** Installs of one manager repeat each other, but those of pip read different files. */
function keyOf({ operation, inputs }: DependencyInstall): string {
  const { manager } = operation;
  return manager.manifests?.includes('requirements.txt') === true ? inputs.join(' ') : manager.id;
}

/** An install that is not known to be cheap: a build with a cache mount downloads nothing twice. */
function readInstall(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
): DependencyInstall | undefined {
  const install = readDependencyInstall(command);
  if (install === undefined) return undefined;
  const isBuild = install.inputs.length === 0 || install.download !== undefined;
  const isMounted = model.mountsOf(command.instruction).some(({ type }) => type !== 'secret');
  if (isBuild && isMounted) return undefined;
  return install.download !== undefined && hasOwnModules(model, stage, command)
    ? undefined
    : install;
}

/** True for a Go project without modules, with vendored ones, or from the time of `go get`. */
function hasOwnModules(model: DockerfileModel, stage: Stage, command: Command): boolean {
  const scope = model.variables.before(stage, command.instruction);
  return (
    scope.get('GO111MODULE') !== undefined ||
    scope.get('GOFLAGS') !== undefined ||
    model.packageOperationsOf(stage).some(({ verb }) => verb.words[0] === 'get')
  );
}

/** A Go project that vendors its modules, or has none, by its files. */
function hasNothingToDownload(
  model: DockerfileModel,
  copy: CopyFacts,
  { operation }: DependencyInstall,
): boolean {
  const { context } = model;
  if (context === undefined || operation.manager.id !== 'go') return false;
  const folder = findInstallFolder(model, copy, operation.command);
  return folder !== undefined && needsNoDownload(context, folder);
}
