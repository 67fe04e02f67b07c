import type { RecipeImage } from '../data/recipe-images';
import { below } from '../project/node-package-manager';
import type { Mount, PlannedSecret, PlannedStage, Step } from './image-plan';
import { findManager, planManager } from './node-managers';
import type { NodePackages } from './node-packages';
import { planSystemPackages } from './system-packages';
import type { WorkspaceMember } from './node-workspace-part';

/** Packages of the operating system that an install needs. */
export interface SystemPackages {
  readonly debian: readonly string[];
  readonly alpine: readonly string[];
}

/** The steps that others start from: the folder, the package manager, compilers. */
export function planNodeSetup(
  packages: NodePackages,
  image: RecipeImage,
  system: SystemPackages = { debian: [], alpine: [] },
): readonly Step[] {
  const { compiled } = packages;
  const compilers = compiled.length === 0 ? [] : ['python3', 'make', 'g++'];
  const comment =
    compiled.length === 0
      ? undefined
      : `Compilers for ${compiled.join(', ')}, in case no compiled version is to be had.`;
  return [
    { kind: 'workdir', path: '/app' },
    ...planManager(packages, image),
    ...planSystemPackages(
      image.libc,
      image.libc === 'musl' ? [...compilers, ...system.alpine] : [...compilers, ...system.debian],
      comment,
    ),
  ];
}

export function planNodeBase(
  packages: NodePackages,
  image: RecipeImage,
  system?: SystemPackages,
): PlannedStage {
  return {
    name: 'base',
    from: { kind: 'image', image: image.build },
    steps: planNodeSetup(packages, image, system),
  };
}

/** The step that installs packages, after what it reads. */
export function planNodeInstall(packages: NodePackages, production: boolean): readonly Step[] {
  const { lockFile, release, inputs } = packages;
  const manager = findManager(release.value);
  const read = inputs?.filter((path) => !packages.hasSecretSettings || path !== secretSettings);
  // Yarn 2 and later write next to the manifests; without a lock file every manager does.
  const canBind = read !== undefined && release.value !== 'yarn 2' && lockFile !== undefined;
  const mounts: readonly Mount[] = [
    ...(canBind ? read.map((source): Mount => ({ kind: 'bind', source })) : []),
    ...planSettingMounts(packages),
    {
      kind: 'cache',
      target: manager.cache,
      ...(manager.locked === true ? { locked: true } : {}),
      ...(release.value === 'pnpm' ? { id: 'pnpm' } : {}),
    },
  ];
  const copies: readonly Step[] = canBind
    ? []
    : [
        read === undefined
          ? { kind: 'copy', sources: ['.'], target: '.' }
          : { kind: 'copy', sources: read, target: './', parents: true },
      ];
  return [...copies, { kind: 'run', mounts, commands: planInstallCommands(packages, production) }];
}

function planInstallCommands(packages: NodePackages, production: boolean): readonly string[] {
  const { lockFile, release, skippedScripts } = packages;
  const manager = findManager(release.value);
  const locked = production ? manager.production : manager.install;
  const unlocked = production ? manager.unlockedProduction : manager.unlocked;
  const command = withFilter(packages, lockFile === undefined ? unlocked : locked, production);
  if (!production || skippedScripts.length === 0 || manager.skipScripts === undefined) {
    return [command];
  }
  return [`${command} ${manager.skipScripts}`, ...planRebuild(packages, manager.rebuild)];
}

/** The scripts of packages alone: without names, those of the project would run, too. */
function planRebuild({ scripted }: NodePackages, command: string | undefined): readonly string[] {
  return command === undefined || scripted.length === 0 ? [] : [`${command} ${scripted.join(' ')}`];
}

/** Leaves out what other members of the workspace need. */
function withFilter(packages: NodePackages, command: string, production: boolean): string {
  const { workspace, folder, manifest, release } = packages;
  if (workspace === undefined || folder === '' || !production) return command;
  switch (release.value) {
    case 'npm':
      return `${command} --workspace=${folder}`;
    case 'pnpm':
      return `${command} --filter="${manifest.name ?? ''}..."`;
    case 'yarn 2':
      return `yarn workspaces focus --production ${manifest.name ?? ''}`;
    case 'yarn':
    case 'bun':
      return command;
  }
}

/** Settings with a credential; what is installed always lies in the root of the context. */
const secretSettings = '.npmrc';

function planSettingMounts(packages: NodePackages): readonly Mount[] {
  const file: readonly Mount[] = packages.hasSecretSettings
    ? [{ kind: 'secret', id: 'npmrc', target: '/root/.npmrc' }]
    : [];
  const variables = packages.settingVariables.map((name): Mount => ({
    kind: 'secret',
    id: toSecretId(name),
    variable: name,
  }));
  return [...file, ...variables];
}

/** The secrets that an install needs. */
export function collectNodeSecrets(packages: NodePackages): readonly PlannedSecret[] {
  return [
    ...(packages.hasSecretSettings
      ? [{ id: 'npmrc', from: 'file', source: secretSettings } as const]
      : []),
    ...packages.settingVariables.map((name): PlannedSecret => ({
      id: toSecretId(name),
      from: 'env',
      source: name,
    })),
  ];
}

/** `NPM_TOKEN` as the id of a secret: `npm-token`. */
export function toSecretId(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-');
}

/** `npm run build`, in the folder of the package, or for a member of the workspace from its root. */
export function runScript(
  { release, workspace }: NodePackages,
  script: string,
  member?: WorkspaceMember,
): string {
  const { run } = findManager(release.value);
  if (workspace === undefined || member === undefined) return `${run} ${script}`;
  switch (release.value) {
    case 'npm':
      return `npm run ${script} --workspace=${member.folder}`;
    case 'pnpm':
      return `pnpm --filter=${member.name} run ${script}`;
    case 'yarn':
    case 'yarn 2':
      return `yarn workspace ${member.name} run ${script}`;
    case 'bun':
      return `bun run --filter=${member.name} ${script}`;
  }
}

/** The commands that build the members which an application needs, each behind those that it needs. */
function planMemberBuilds(packages: NodePackages): readonly string[] {
  const { workspace, folder } = packages;
  return (workspace?.needed ?? [])
    .filter((member) => member.folder !== folder && member.manifest.scripts.has('build'))
    .map((member) => runScript(packages, 'build', member));
}

/** Steps that install everything, copy the sources and run scripts that build. */
export function planNodeBuild(
  packages: NodePackages,
  scripts: readonly string[],
  mounts: readonly Mount[] = [],
): readonly Step[] {
  const { workspace, folder } = packages;
  const own = workspace?.needed.find((member) => member.folder === folder);
  const commands = [
    ...planMemberBuilds(packages),
    ...scripts.map((script) => runScript(packages, script, own)),
  ];
  const install = planNodeInstall(packages, false);
  const copies: readonly Step[] =
    packages.inputs === undefined ? [] : [{ kind: 'copy', sources: ['.'], target: '.' }];
  const run: readonly Step[] =
    commands.length === 0
      ? []
      : [{ kind: 'run', commands, ...(mounts.length === 0 ? {} : { mounts }) }];
  return [...install, ...copies, ...run];
}

/** Folders that a tool fills beside sources of the project, so that the build has to see them. */
const foldersWithSources = /^(?:public|static|assets|src|app|lib|views|config|docs)(?:\/|$)/;

/** Lines for the ignore file that keep outputs of former builds out. */
export function ignoreOutputs(folder: string, outputs: readonly string[]): readonly string[] {
  return outputs
    .filter((output) => !foldersWithSources.test(output))
    .map((output) => below(folder, output));
}

/** Lines for the ignore file of a project with JavaScript. */
export const nodeIgnored: readonly string[] = [
  '**/node_modules',
  '**/*.tsbuildinfo',
  '**/.npm',
  '**/.cache',
  '**/.turbo',
  '.nx',
  '.yarn/install-state.gz',
  '**/coverage',
  '**/.nyc_output',
  '**/*.test.*',
  '**/*.spec.*',
  '**/__tests__',
  'cypress',
  'playwright-report',
  'test-results',
  'storybook-static',
];
