import { readGemfile } from '../project/gemfile';
import { readPackageJson } from '../project/package-json';
import { readRequirements, toPackageName } from '../project/requirements';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { worksElsewhere } from './project-directory';
import { isCoveredBy } from './covered-path';
import { collectInheritance, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';
import { findVirtualEnvironments } from './virtual-environments';

const managers = {
  node: ['npm', 'yarn', 'pnpm'],
  python: ['pip', 'uv'],
  ruby: ['bundler'],
} as const;

/**
 * Names of the packages that a stage surely installs below a path, dependencies of dependencies left out.
 * Undefined when that is not known.
 *
 * @param path absolute, in the stage
 */
export function findInstalledNames(
  model: DockerfileModel,
  stage: Stage,
  language: keyof typeof managers,
  path: string,
): readonly string[] | undefined {
  const chain = collectInheritance(stage);
  if (chain.some((each) => model.runsOf(each).some(({ complete }) => !complete))) return undefined;
  const ids: readonly string[] = managers[language];
  const operations = chain
    .flatMap((each) => model.packageOperationsOf(each))
    .filter(({ action, manager }) => action === 'install' && ids.includes(manager.id));
  const names = operations.flatMap((operation) => {
    if (operation.global || operation.unread.length !== 0 || worksElsewhere(operation)) return [];
    return namesOf(model, stage, operation, language, path);
  });
  return names.length === 0 ? undefined : names;
}

function namesOf(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
  language: keyof typeof managers,
  path: string,
): readonly string[] {
  const workdir = model.workdirAt(operation.command.instruction);
  if (workdir === undefined) return [];
  switch (language) {
    case 'node':
      return isCoveredBy(`${workdir}/node_modules`, path)
        ? nodeNames(model, stage, operation, workdir)
        : [];
    case 'ruby':
      return path === '/usr/local/bundle' || isCoveredBy(`${workdir}/vendor/bundle`, path)
        ? rubyNames(model, stage, workdir)
        : [];
    case 'python':
      return isPythonFolder(model, stage, path)
        ? pythonNames(model, stage, operation, workdir)
        : [];
  }
}

function nodeNames(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
  workdir: string,
): readonly string[] {
  if (operation.options.some(({ name }) => /^--(?:libc|os|cpu|ignore-scripts)$/.test(name)))
    return [];
  const manifest = contextFile(model, stage, operation, `${workdir}/package.json`);
  if (manifest === undefined || model.context === undefined) return [];
  const folder = manifest.replace(/\/?package\.json$/, '');
  const read = readPackageJson(model.context, folder);
  return read === undefined ? [] : [...read.dependencies.keys()];
}

function rubyNames(model: DockerfileModel, stage: Stage, workdir: string): readonly string[] {
  const manifest = traceContextFile(model, stage, `${workdir}/Gemfile`);
  if (manifest === undefined || model.context === undefined) return [];
  const gemfile = readGemfile(model.context, manifest.replace(/\/?Gemfile$/, ''));
  const gems = gemfile?.gems ?? [];
  return gems.flatMap(({ name, groups, origin }) =>
    groups.includes('default') && origin === undefined ? [name] : [],
  );
}

function pythonNames(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
  workdir: string,
): readonly string[] {
  const { context } = model;
  const named = operation.packages.flatMap(({ kind, name }) =>
    kind === 'named' && name !== undefined ? [toPackageName(name)] : [],
  );
  const listed = operation.options
    .filter(({ name }) => name === '-r' || name === '--requirement')
    .flatMap(({ value }) => {
      const file = value === undefined ? undefined : joinPath(workdir, value);
      const path = file === undefined ? undefined : contextFile(model, stage, operation, file);
      const read =
        path === undefined || context === undefined ? undefined : readRequirements(context, path);
      // A marker may leave the package out.
      return (read?.requirements ?? []).filter(({ text }) => !text.includes(';'));
    })
    .flatMap(({ name }) => name ?? []);
  return [...named, ...listed];
}

function isPythonFolder(model: DockerfileModel, stage: Stage, path: string): boolean {
  if (/^\/usr\/local\/lib\/python3\.\d+\/site-packages$/.test(path)) return true;
  return collectInheritance(stage)
    .flatMap((each) => findVirtualEnvironments(model, each))
    .some((environment) => environment.path === path);
}

function contextFile(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
  path: string,
): string | undefined {
  const { instruction } = operation.command;
  const owner = model.stageOf(instruction) ?? stage;
  return traceContextFile(model, owner, path, instruction.span.start);
}
