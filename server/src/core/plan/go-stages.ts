import type { RecipeImage } from '../data/recipe-images';
import type { Mount, PlannedStage, Step, WritablePath } from './image-plan';
import { outputFolder, planEmptyFolders } from './native-runtime';

/** How the programs of a Go project are compiled. */
export interface GoBuild {
  /** The folder that Go is called in: that of the workspace, else that of the module. */
  readonly folder: string;
  /** Packages to build, each a folder of the build context. */
  readonly packages: readonly string[];
  /** Files that name the modules to download; none: nothing is downloaded before the sources are there. */
  readonly downloads: readonly string[];
  /** True when the build needs the caches of modules, so that nothing is vendored. */
  readonly usesModules: boolean;
  readonly cgo: boolean;
  /** True when `main.version` is there to be set. */
  readonly setsVersion: boolean;
  readonly writable: readonly WritablePath[];
}

const moduleCache = { kind: 'cache', target: '/go/pkg/mod' } as const satisfies Mount;
const buildCache = { kind: 'cache', target: '/root/.cache/go-build' } as const satisfies Mount;

/** The stage that compiles: on the machine that builds, unless C has to be compiled for the target too. */
export function planGoBuild(build: GoBuild, image: RecipeImage): PlannedStage {
  const { downloads, cgo } = build;
  return {
    name: 'build',
    comment: cgo
      ? 'C code is compiled too, so this stage runs on the platform that the image is for.'
      : 'Compiles for every platform on the one that builds.',
    from: { kind: 'image', image: image.build },
    ...(cgo ? {} : { onBuildPlatform: true }),
    steps: [
      { kind: 'workdir', path: '/src' },
      { kind: 'environment', values: environmentOf(image, cgo) },
      ...(downloads.length === 0 ? [] : [planDownload(downloads, build.folder)]),
      ...planEmptyFolders(build.writable),
      ...(cgo
        ? []
        : [
            { kind: 'argument', name: 'TARGETOS' } as const,
            { kind: 'argument', name: 'TARGETARCH' } as const,
          ]),
      ...(build.setsVersion
        ? [{ kind: 'argument', name: 'VERSION', value: '0.0.0' } as const]
        : []),
      planCompile(build),
    ],
  };
}

/** Where the caches are is known of the other images. */
function environmentOf(
  { base }: RecipeImage,
  cgo: boolean,
): readonly (readonly [string, string])[] {
  return [
    ['CGO_ENABLED', cgo ? '1' : '0'],
    ...(base === 'chainguard'
      ? [['GOMODCACHE', moduleCache.target] as const, ['GOCACHE', buildCache.target] as const]
      : []),
  ];
}

function planDownload(files: readonly string[], folder: string): Step {
  return {
    kind: 'run',
    mounts: [...files.map((source): Mount => ({ kind: 'bind', source })), moduleCache],
    commands: [`go mod download${inFolder(folder)}`],
  };
}

function planCompile({ folder, packages, usesModules, cgo, setsVersion }: GoBuild): Step {
  const version = setsVersion ? ' -X main.version=${VERSION}' : '';
  const platform = cgo ? '' : 'GOOS=$TARGETOS GOARCH=$TARGETARCH ';
  const targets = packages.map((each) => {
    const inner = folder === '' ? each : each.slice(folder.length + 1);
    return inner === '' ? '.' : `./${inner}`;
  });
  return {
    kind: 'run',
    mounts: [{ kind: 'bind', source: '.' }, ...(usesModules ? [moduleCache] : []), buildCache],
    commands: [
      `${platform}go build${inFolder(folder)} -trimpath -buildvcs=false -ldflags="-s -w${version}" -o ${outputFolder}/ ${targets.join(' ')}`,
    ],
  };
}

/** The option that changes the folder, which has to be the first. */
function inFolder(folder: string): string {
  return folder === '' ? '' : ` -C ${folder}`;
}
