import { findGemPackages } from '../data/gem-packages';
import type { RecipeImage } from '../data/recipe-images';
import type { Environment, Mount, PlannedStage, Step } from './image-plan';
import { planSystemPackages } from './system-packages';
import type { RubyBundle, RubyImage } from './ruby-bundle';

/** Account of the program: Ruby and its gems look up the home of whoever runs them. */
export const rubyUser = { uid: 65532, gid: 65532 } as const;

const gemFolder = '/usr/local/bundle';

/**
 * The stage that the others start from.
 *
 * @param environment what the framework wants in every stage
 */
export function planRubyBase(image: RecipeImage, environment: Environment): PlannedStage {
  return {
    name: 'base',
    from: { kind: 'image', image: image.build },
    steps: [
      { kind: 'workdir', path: '/app' },
      {
        kind: 'environment',
        values: [
          ...environment,
          ['BUNDLE_DEPLOYMENT', '1'],
          ['BUNDLE_PATH', gemFolder],
          ['BUNDLE_WITHOUT', 'development:test'],
        ],
      },
    ],
  };
}

/** Compilers, then the gems, before the sources of the project where that can be. */
export function planGemInstall(bundle: RubyBundle, image: RubyImage): readonly Step[] {
  const { inputs, gems } = bundle;
  const bootsnap = gems.has('bootsnap');
  return [
    ...planPackages(image, {
      comment: 'To compile gems that have no ready version.',
      debian: ['build-essential', 'git', 'libyaml-dev', 'pkg-config'],
      alpine: ['build-base', 'git', 'pkgconf', 'yaml-dev'],
      more: findGemPackages(packagedGems(bundle), distributionOf(image)).build,
    }),
    ...(inputs === undefined ? [{ kind: 'copy', sources: ['.'], target: '.' } as const] : []),
    {
      kind: 'run',
      mounts: [
        ...(inputs ?? []).map((source): Mount => ({ kind: 'bind', source })),
        // Downloads only: Bundler's own cache of compiled gems leaves out what they build into their folder.
        { kind: 'cache', target: `${gemFolder}/ruby/${image.cycle}.0/cache`, locked: true },
      ],
      commands: [
        'bundle install',
        ...(bootsnap ? ['bundle exec bootsnap precompile -j 1 --gemfile'] : []),
        `rm -rf ${gemFolder}/ruby/*/bundler/gems/*/.git`,
      ],
    },
    ...(inputs === undefined ? [] : [{ kind: 'copy', sources: ['.'], target: '.' } as const]),
  ];
}

/** What the shipped stage has besides the gems and the project. */
export interface RubyRuntime {
  /** Packages of the system besides those of gems, by distribution. */
  readonly debian: readonly string[];
  readonly alpine: readonly string[];
  /** Folders below `/app` that the program writes to. */
  readonly folders: readonly string[];
  /** Folders that the build makes and the program does not need. */
  readonly without: readonly string[];
}

/** The stage that is shipped. */
export function planRubyRuntime(
  bundle: RubyBundle,
  image: RecipeImage,
  { debian, alpine, folders, without }: RubyRuntime,
): PlannedStage {
  const more = findGemPackages(packagedGems(bundle), distributionOf(image)).run;
  // Gems in C++ need it, and the image of Ruby has it on Debian only.
  const onAlpine = ['libstdc++', ...alpine];
  const { uid, gid } = rubyUser;
  const account =
    image.libc === 'musl'
      ? [
          `addgroup -g ${String(gid)} -S nonroot`,
          `adduser -u ${String(uid)} -S -D -H -G nonroot nonroot`,
        ]
      : [
          `groupadd --gid ${String(gid)} nonroot`,
          `useradd --uid ${String(uid)} --gid ${String(gid)} --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot`,
        ];
  return {
    name: 'runtime',
    from: { kind: 'stage', stage: 'base' },
    steps: [
      ...planPackages(image, {
        comment: 'What Ruby and its gems load.',
        debian,
        alpine: onAlpine,
        more,
      }),
      { kind: 'run', commands: account },
      { kind: 'copy', from: 'build', sources: [gemFolder], target: gemFolder },
      {
        kind: 'copy',
        from: 'build',
        sources: ['/app'],
        target: '/app',
        ...(without.length === 0 ? {} : { without }),
      },
      ...(folders.length === 0
        ? []
        : [
            {
              kind: 'run',
              comment: 'All that the program may write to.',
              commands: [`install -d -o ${String(uid)} -g ${String(gid)} ${folders.join(' ')}`],
            } as const,
          ]),
    ],
  };
}

/** Image processing brings both of its tools; ImageMagick is the one that projects have to ask for. */
function packagedGems({ gems, named }: RubyBundle): ReadonlySet<string> {
  return new Set([...gems.keys()].filter((name) => name !== 'mini_magick' || named.has(name)));
}

interface Packages {
  readonly comment: string;
  readonly debian: readonly string[];
  readonly alpine: readonly string[];
  readonly more: readonly string[];
}

function planPackages(
  { libc }: RecipeImage,
  { comment, debian, alpine, more }: Packages,
): readonly Step[] {
  const own = libc === 'musl' ? alpine : debian;
  return planSystemPackages(libc, [...new Set([...own, ...more])].sort(), comment);
}

function distributionOf({ libc }: RecipeImage): 'debian' | 'alpine' {
  return libc === 'musl' ? 'alpine' : 'debian';
}

/** Folders that Bundler and Rails make. */
export const madeByRuby: readonly string[] = [
  '.bundle',
  'log',
  'public/assets',
  'tmp',
  'vendor/bundle',
];

/** Lines for the ignore file of a project with gems. */
export const rubyIgnored: readonly string[] = [
  '.bundle',
  'vendor/bundle',
  'log',
  'spec',
  'test',
  'features',
  '.rspec',
  '.rubocop*.yml',
  '**/node_modules',
];
