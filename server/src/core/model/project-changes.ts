import type { DockerfileModel } from './model';
import { readPackageOperation } from './packages';

/**
 * Why a manifest in the image may differ from that of the build context: a RUN names it, or changes it
 * through its manager. Undefined when nothing does.
 *
 * @param name base name of the file
 */
export function findProjectChange(model: DockerfileModel, name: string): string | undefined {
  for (const stage of model.stages) {
    for (const run of model.runsOf(stage)) {
      for (const command of run.commands) {
        const names = [...command.words, ...command.shell.redirects.map(({ target }) => target)];
        const isNamed = names.some((word) => word?.text.includes(name) === true);
        const verb = command.words[1]?.value ?? '';
        const isChanged =
          changingVerbs.has(`${command.name ?? ''} ${verb}`) || addsPackages(command);
        if (isNamed || isChanged) return `A RUN may change ${name}.`;
      }
    }
  }
  return undefined;
}

const changingVerbs = new Set([
  'npm pkg',
  'npm init',
  'npm version',
  'npm set-script',
  'pnpm init',
  'pnpm pkg',
  'yarn init',
  'yarn set',
  'yarn policies',
]);

/** `npm install express` writes into the manifest; whether scripts change is not affected by it. */
function addsPackages(command: Parameters<typeof readPackageOperation>[0]): boolean {
  const operation = readPackageOperation(command);
  if (operation === undefined || operation.global) return false;
  const isNode = ['npm', 'pnpm', 'yarn', 'bun'].includes(operation.manager.id);
  return (
    isNode &&
    ((operation.action === 'install' &&
      operation.packages.some(({ kind }) => kind !== 'group') &&
      operation.verb.takesPaths !== true) ||
      operation.action === 'upgrade')
  );
}
