import type { BuildContext } from '../project/build-context';
import { foldersAbove } from '../project/install-inputs';
import { readNodeWorkspace } from '../project/node-workspace';
import { readPackageJson, type PackageJson } from '../project/package-json';

/** A package of a workspace. */
export interface WorkspaceMember {
  /** Relative to the build context. */
  readonly folder: string;
  readonly name: string;
  readonly manifest: PackageJson;
}

/** What an application needs of the workspace that it belongs to; the root of the workspace is that of the context. */
export interface WorkspacePart {
  /** The file that names the members. */
  readonly source: string;
  readonly root: PackageJson;
  /** The members that the application is built from, itself last, each behind those that it needs. */
  readonly needed: readonly WorkspaceMember[];
  /** Names of those that it needs when it runs. */
  readonly running: readonly string[];
}

/** The root of the workspace that has a folder as its member: `''` for that of the context. */
export function findWorkspaceRoot(context: BuildContext, folder: string): string | undefined {
  return foldersAbove(folder).find((each) =>
    readNodeWorkspace(context, each)?.members.includes(folder),
  );
}

/**
 * The members that an application needs.
 *
 * @param folder of the application; the root itself may be one
 * @returns undefined outside of workspaces; a sentence when they are not known
 */
export function readWorkspacePart(
  context: BuildContext,
  root: string,
  folder: string,
): WorkspacePart | string | undefined {
  const workspace = readNodeWorkspace(context, root);
  const manifest = readPackageJson(context, root);
  if (workspace === undefined || manifest === undefined) return undefined;
  if (root !== '')
    return `The workspace has its root in ${root}: take that folder for the project.`;
  if (!context.project.complete) return 'The files of the workspace are not all known.';
  const members = new Map<string, WorkspaceMember>();
  for (const each of workspace.members) {
    const own = readPackageJson(context, each);
    if (own?.name === undefined) return `${each}/package.json has no name.`;
    members.set(own.name, { folder: each, name: own.name, manifest: own });
  }
  const application = readPackageJson(context, folder);
  if (application === undefined) return `${folder}/package.json cannot be read.`;
  const needed: WorkspaceMember[] = [];
  const obstacle = collect(members, application, needed, new Set());
  if (obstacle !== undefined) return obstacle;
  const own = folder === '' ? undefined : members.get(application.name ?? '');
  return {
    source: workspace.source,
    root: manifest,
    needed: own === undefined ? needed : [...needed, own],
    running: collectRunning(members, application),
  };
}

function collect(
  members: ReadonlyMap<string, WorkspaceMember>,
  manifest: PackageJson,
  found: WorkspaceMember[],
  path: ReadonlySet<string>,
): string | undefined {
  for (const name of [...manifest.dependencies.keys(), ...manifest.devDependencies.keys()]) {
    const member = members.get(name);
    if (member === undefined || found.includes(member)) continue;
    if (path.has(name)) return `The packages of the workspace need each other: ${name}.`;
    const obstacle = collect(members, member.manifest, found, new Set([...path, name]));
    if (obstacle !== undefined) return obstacle;
    found.push(member);
  }
  return undefined;
}

function collectRunning(
  members: ReadonlyMap<string, WorkspaceMember>,
  manifest: PackageJson,
): readonly string[] {
  const running = new Set<string>();
  const open = [manifest];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    for (const name of [...each.dependencies.keys(), ...each.optionalDependencies.keys()]) {
      const member = members.get(name);
      if (member === undefined || running.has(name)) continue;
      running.add(name);
      open.push(member.manifest);
    }
  }
  return [...running].sort();
}
