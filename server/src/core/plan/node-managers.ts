import type { RecipeImage } from '../data/recipe-images';
import type { NodeRelease } from '../project/node-package-manager';
import type { Mount, Step } from './image-plan';
import type { NodePackages } from './node-packages';

/** How a package manager is called. Source: the documentation of each on containers and on its cache. */
export interface NodeManager {
  /** Command that installs what the lock file has. */
  readonly install: string;
  /** Without what only development needs. */
  readonly production: string;
  /** For a project without a lock file. */
  readonly unlocked: string;
  readonly unlockedProduction: string;
  /** Option of an install that runs no scripts; undefined: there is none. */
  readonly skipScripts: string | undefined;
  /** Runs the scripts of packages afterwards; undefined: not needed, or not possible. */
  readonly rebuild: string | undefined;
  readonly cache: string;
  readonly locked?: boolean;
  readonly run: string;
}

const managers: Readonly<Record<NodeRelease, NodeManager>> = {
  npm: {
    install: 'npm ci',
    production: 'npm ci --omit=dev',
    unlocked: 'npm install',
    unlockedProduction: 'npm install --omit=dev',
    skipScripts: '--ignore-scripts',
    rebuild: 'npm rebuild',
    cache: '/root/.npm',
    run: 'npm run',
  },
  pnpm: {
    install: 'pnpm install --frozen-lockfile',
    production: 'pnpm install --frozen-lockfile --prod',
    unlocked: 'pnpm install',
    unlockedProduction: 'pnpm install --prod',
    skipScripts: '--ignore-scripts',
    rebuild: 'pnpm rebuild',
    cache: '/pnpm/store',
    run: 'pnpm run',
  },
  yarn: {
    install: 'yarn install --frozen-lockfile',
    production: 'yarn install --frozen-lockfile --production',
    unlocked: 'yarn install',
    unlockedProduction: 'yarn install --production',
    skipScripts: '--ignore-scripts',
    rebuild: 'npm rebuild',
    cache: '/usr/local/share/.cache/yarn',
    locked: true,
    run: 'yarn run',
  },
  'yarn 2': {
    install: 'yarn install --immutable',
    production: 'yarn workspaces focus --production --all',
    unlocked: 'yarn install',
    unlockedProduction: 'yarn workspaces focus --production --all',
    skipScripts: undefined,
    rebuild: undefined,
    cache: '/root/.yarn/berry/cache',
    run: 'yarn run',
  },
  bun: {
    install: 'bun install --frozen-lockfile',
    production: 'bun install --frozen-lockfile --production',
    unlocked: 'bun install',
    unlockedProduction: 'bun install --production',
    skipScripts: '--ignore-scripts',
    rebuild: undefined,
    cache: '/root/.bun/install/cache',
    run: 'bun run',
  },
};

export function findManager(release: NodeRelease): NodeManager {
  return managers[release];
}

/**
 * Versions that are taken where the project names none: pnpm 10 reads lock files since pnpm 9 and is supported until
 * 2027-04-30. Sources: endoflife.date pnpm, npm registry; checked 2026-11-22.
 */
const defaultVersions: Readonly<Record<NodeRelease, string>> = {
  npm: '',
  pnpm: '10',
  yarn: '1.22.22',
  'yarn 2': '4',
  bun: '1.4',
};

/** The version of the package manager that the plan installs, `''` for npm, which Node.js brings. */
export function chooseManagerVersion({ managerVersion, release }: NodePackages): string {
  return release.value === 'npm' ? '' : (managerVersion ?? defaultVersions[release.value]);
}

/**
 * Steps that bring the package manager.
 *
 * @param image that they are for
 */
export function planManager(packages: NodePackages, image: RecipeImage): readonly Step[] {
  const release = packages.release.value;
  const version = chooseManagerVersion(packages);
  switch (release) {
    case 'npm':
      return [{ kind: 'environment', values: [['NPM_CONFIG_UPDATE_NOTIFIER', 'false']] }];
    case 'pnpm':
      return [
        // pnpm keeps its store below this folder.
        { kind: 'environment', values: [['PNPM_HOME', '/pnpm']] },
        installManager(`pnpm@${version}`),
      ];
    case 'bun':
      return [
        {
          kind: 'copy',
          from: `oven/bun:${version}-${image.libc === 'musl' ? 'alpine' : 'slim'}`,
          sources: ['/usr/local/bin/bun'],
          target: '/usr/local/bin/bun',
        },
      ];
    case 'yarn':
      // Images of Node.js up to 25 have some Yarn 1 already, which --force replaces.
      return [installManager(`yarn@${version}`, '--force ')];
    case 'yarn 2':
      return [installManager(`@yarnpkg/cli-dist@${version}`, '--force ')];
  }
}

function installManager(name: string, flags = ''): Step {
  const cache: Mount = { kind: 'cache', target: '/root/.npm' };
  return { kind: 'run', mounts: [cache], commands: [`npm install --global ${flags}${name}`] };
}
