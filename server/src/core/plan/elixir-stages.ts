import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import type { PlannedStage, Step } from './image-plan';
import { planSystemPackages } from './system-packages';
import { chooseCycle } from './supported-version';

/** How a release is made. */
export interface ElixirRelease {
  readonly name: string;
  /** Folders with code and with files that belong to it. */
  readonly folders: readonly string[];
  /** Folders of dependencies that are parts of the project. */
  readonly localDependencies: readonly string[];
  readonly hasLockFile: boolean;
  /** Settings that are read when the project is compiled: `config/config.exs`. */
  readonly compileSettings: readonly string[];
  /** Settings that are read at each start. */
  readonly startSettings: readonly string[];
  readonly assets: ElixirAssets | undefined;
  /** True where `rel` holds files for the release. */
  readonly hasOverlays: boolean;
}

/** What is built for browsers. */
export interface ElixirAssets {
  readonly hasFolder: boolean;
  /** True where `mix assets.setup` fetches the tools. */
  readonly hasSetup: boolean;
  /** True where packages of npm are needed. */
  readonly usesNpm: boolean;
}

/** The stages of a release. Source: phoenixframework/phoenix: priv/templates/phx.gen.release/Dockerfile.eex */
export function planElixirStages(
  release: ElixirRelease,
  image: RecipeImage,
  today: string,
): readonly PlannedStage[] | string {
  const packages = release.assets?.usesNpm === true ? planNpm(today) : undefined;
  if (typeof packages === 'string') return packages;
  return [
    ...(packages === undefined ? [] : [packages]),
    planBuild(release, image),
    {
      name: 'runtime',
      from: { kind: 'image', image: image.run },
      steps: [
        { kind: 'workdir', path: '/app' },
        ...planSystemPackages(
          image.libc,
          ['ca-certificates', 'libncurses6', 'libstdc++6', 'openssl'],
          'What Erlang loads.',
        ),
        {
          kind: 'copy',
          from: 'build',
          sources: [`/app/_build/prod/rel/${release.name}`],
          target: '/app',
        },
      ],
    },
  ];
}

function planNpm(today: string): PlannedStage | string {
  const cycle = chooseCycle('nodejs', undefined, today);
  const image = cycle === undefined ? undefined : findRecipeImage('node', 'slim', cycle.cycle);
  if (image === undefined) return 'There is no image of Node.js with support.';
  return {
    name: 'packages',
    comment: 'The packages of npm that the front end is built from.',
    from: { kind: 'image', image: image.build },
    steps: [
      { kind: 'workdir', path: '/app/assets' },
      {
        kind: 'run',
        mounts: [
          { kind: 'bind', source: 'assets/package.json', target: 'package.json' },
          { kind: 'bind', source: 'assets/package-lock.json', target: 'package-lock.json' },
          { kind: 'cache', target: '/root/.npm' },
        ],
        commands: ['npm ci'],
      },
    ],
  };
}

const rebarCache = { kind: 'cache', target: '/root/.cache/rebar3', locked: true } as const;

function planBuild(release: ElixirRelease, image: RecipeImage): PlannedStage {
  const { assets, hasLockFile, compileSettings, startSettings } = release;
  return {
    name: 'build',
    from: { kind: 'image', image: image.build },
    steps: [
      { kind: 'workdir', path: '/app' },
      { kind: 'environment', values: [['MIX_ENV', 'prod']] },
      ...planSystemPackages(
        image.libc,
        ['build-essential', 'ca-certificates', 'git'],
        'For dependencies in C and from Git.',
      ),
      { kind: 'run', commands: ['mix local.hex --force', 'mix local.rebar --force'] },
      { kind: 'copy', sources: ['mix.exs', ...(hasLockFile ? ['mix.lock'] : [])], target: './' },
      ...copyFolders(release.localDependencies),
      {
        kind: 'run',
        mounts: [{ kind: 'cache', target: '/root/.hex/packages', locked: true }],
        commands: ['mix deps.get --only prod --check-locked'],
      },
      ...copySettings(compileSettings, 'Dependencies are compiled with these settings.'),
      { kind: 'run', mounts: [rebarCache], commands: ['mix deps.compile'] },
      ...(assets?.hasSetup === true
        ? [{ kind: 'run', commands: ['mix assets.setup'] } as const]
        : []),
      ...copyFolders(release.folders),
      { kind: 'run', commands: ['mix compile'] },
      ...planAssets(assets),
      ...copySettings(startSettings, 'Read at each start, so a change of it compiles nothing.'),
      ...copyFolders(release.hasOverlays ? ['rel'] : []),
      { kind: 'run', commands: [`mix release ${release.name}`] },
    ],
  };
}

function planAssets(assets: ElixirAssets | undefined): readonly Step[] {
  if (assets === undefined) return [];
  return [
    ...copyFolders(assets.hasFolder ? ['assets'] : []),
    ...(assets.usesNpm
      ? [
          {
            kind: 'copy',
            from: 'packages',
            sources: ['/app/assets/node_modules'],
            target: './assets/node_modules',
          } as const,
        ]
      : []),
    { kind: 'run', commands: ['mix assets.deploy'] },
  ];
}

function copyFolders(folders: readonly string[]): readonly Step[] {
  return folders.map((folder) => ({ kind: 'copy', sources: [folder], target: `./${folder}` }));
}

function copySettings(files: readonly string[], comment: string): readonly Step[] {
  return files.length === 0 ? [] : [{ kind: 'copy', comment, sources: files, target: './config/' }];
}
