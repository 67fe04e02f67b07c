import type { DockerfileModel } from './model';
import type { PackageArgument, PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';

/** A system package that the shipped stage installs. */
export interface ShippedPackage {
  readonly argument: PackageArgument;
  readonly name: string;
  readonly operation: PackageOperation;
  readonly stage: Stage;
}

/** The packages of the operating system that the shipped stages install and do not remove in the same RUN. */
export function collectShippedPackages(model: DockerfileModel): readonly ShippedPackage[] {
  const { target } = model;
  if (target === undefined) return [];
  return collectInheritance(target).flatMap((stage) => {
    const operations = model
      .packageOperationsOf(stage)
      .filter(({ manager }) => manager.kind === 'system');
    const isRemoved = (name: string, { command }: PackageOperation): boolean =>
      operations.some(
        ({ action, packages, command: other }) =>
          action === 'remove' &&
          command.instruction === other.instruction &&
          packages.some((each) => each.name === name),
      );
    return operations
      .filter(({ action }) => action === 'install')
      .flatMap((operation) =>
        operation.packages.flatMap((argument): readonly ShippedPackage[] => {
          const { kind, name } = argument;
          if (kind !== 'named' || name === undefined || isRemoved(name, operation)) return [];
          return [{ argument, name, operation, stage }];
        }),
      );
  });
}

/** True when something besides the package itself matches the pattern in an instruction; comments do not count. */
export function isMentionedElsewhere(
  model: DockerfileModel,
  { argument }: ShippedPackage,
  pattern: RegExp,
): boolean {
  return model.tree.instructions.some((instruction) => {
    const { start, end } = instruction.span;
    if (instruction.keyword === 'FROM') return false;
    const comments = instruction.innerComments.map(({ span }) => span);
    const holes = [...comments, argument.word.span]
      .filter((span) => start <= span.start && span.end <= end)
      .sort((a, b) => a.start - b.start);
    let text = '';
    let from = start;
    for (const hole of holes) {
      text += model.text.slice(from, hole.start);
      from = hole.end;
    }
    return pattern.test(text + model.text.slice(from, end));
  });
}
