import { developmentDependencies } from '../data/javascript-builds';
import { findUndeclaredPackage, type SourceText } from '../project/node-sources';
import { readNodeWorkspace } from '../project/node-workspace';
import { readPackageJson, type PackageJson } from '../project/package-json';
import type { DockerfileModel } from './model';
import { isProductionInstall, lifecycleScripts, type NodeStage } from './node-stage';
import { findToolRelease, writePrune } from './production-install';
import type { Stage } from './stage-graph';

/** The command that drops what only development needs, when there is something and nothing needs it. */
export interface Prune {
  readonly command: string | undefined;
  /** Names of what is dropped. */
  readonly packages: readonly string[];
  /** Why it is safe, or why what development needs has to stay. */
  readonly evidence: readonly string[];
}

/**
 * Finds how the packages that only development needs can be dropped from a stage.
 *
 * @param words what the container starts
 */
export function findPrune(
  model: DockerfileModel,
  stage: Stage,
  node: NodeStage,
  sources: readonly SourceText[],
  words: readonly string[],
): Prune {
  const { manifest, installs, release, context } = node;
  const nothing = { command: undefined, packages: [], evidence: [] };
  const parts = readParts(node);
  if (parts.every((part) => part.devDependencies.size === 0)) return nothing;
  // Yarn and workspaces of pnpm drop them by an install.
  const last = installs.at(-1);
  if (last !== undefined && isProductionInstall(last)) return nothing;
  if (isProductionByEnvironment(model, stage, node)) return nothing;
  const stays = (reason: string): Prune => ({
    ...nothing,
    evidence: [`Development dependencies stay: ${reason}`],
  });
  const facts = developmentDependencies.get(findToolRelease(stage, release));
  const isWorkspace = 1 < parts.length;
  if (
    isWorkspace &&
    parts.some(({ scripts }) => lifecycleScripts.some((name) => scripts.has(name)))
  ) {
    return stays('a package of the workspace has a script that runs with the install.');
  }
  const command = isWorkspace ? facts?.pruneWorkspace : facts?.prune;
  if (command === undefined) return stays('no command of the package manager drops them.');
  for (const part of parts) {
    const own = sourcesOf(part, parts, sources);
    const needed = findUndeclaredPackage(context, part, own, words);
    if (needed === undefined) continue;
    return stays(`${needed.by} names ${needed.name}, which is no dependency of the program.`);
  }
  return {
    command: writePrune(command, installs),
    packages: parts.flatMap(({ devDependencies }) => [...devDependencies.keys()]),
    evidence: [`${manifest.path}: no source names one of the development dependencies.`],
  };
}

/** The manifests of the folder and of the members of its workspace. */
function readParts({ context, folder, manifest }: NodeStage): readonly PackageJson[] {
  const members = readNodeWorkspace(context, folder)?.members ?? [];
  return [manifest, ...members.flatMap((member) => readPackageJson(context, member) ?? [])];
}

/** The sources below the folder of a manifest and of no other one. */
function sourcesOf(
  part: PackageJson,
  parts: readonly PackageJson[],
  sources: readonly SourceText[],
): readonly SourceText[] {
  const folderOf = ({ path }: PackageJson): string => path.replace(/package\.json$/, '');
  const own = folderOf(part);
  return sources.filter(
    ({ path }) =>
      path.startsWith(own) &&
      !parts.some(
        (other) => own.length < folderOf(other).length && path.startsWith(folderOf(other)),
      ),
  );
}

/** npm and Yarn 1 leave development dependencies out when NODE_ENV is `production`. */
function isProductionByEnvironment(
  model: DockerfileModel,
  stage: Stage,
  { installs, release }: NodeStage,
): boolean {
  return (
    (release === 'npm' || release === 'yarn') &&
    installs.every(({ command, options }) => {
      const binding = model.variables.before(stage, command.instruction).get('NODE_ENV');
      return binding?.value === 'production' && !options.some(({ name }) => name === '--include');
    })
  );
}
