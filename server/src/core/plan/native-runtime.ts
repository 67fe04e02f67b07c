import type { RecipeImage } from '../data/recipe-images';
import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import type { HealthRoute } from '../project/health-route';
import { findHealthRoute } from '../project/health-route';
import { fact, type Fact } from './evidence';
import type { PlannedStage, Step, WritablePath } from './image-plan';
import { programFolder } from './native-probe';
import { collectSources } from './port';
import { planSystemPackages } from './system-packages';

/** The account of images that bring none: nobody needs its name. */
export const nonroot = { uid: 65532, gid: 65532 } as const;

/** Where the stage that builds puts what is shipped. */
export const outputFolder = '/out';

/** Where it makes the folders that the program fills. */
const emptyFolders = '/empty';

/** A file or folder that the program reads when it runs. */
export interface ShippedPath {
  /** In the build context. */
  readonly source: string;
  /** As the program names it, from its working folder. */
  readonly name: string;
  /** Patterns of what is in the program already, and so is left out of a folder. */
  readonly without: readonly string[];
}

/** What of a compiled program goes into the image that runs. */
export interface NativeImage {
  readonly image: RecipeImage;
  /** Packages of shared libraries in the system of the image. */
  readonly libraries: readonly string[];
  readonly shipped: readonly ShippedPath[];
  readonly writable: readonly WritablePath[];
}

/** The stage that is shipped: libraries and time zones, what the program reads, the folders it fills, the program. */
export function planNativeRuntime(program: NativeImage): PlannedStage {
  const { image, shipped, writable } = program;
  const { uid, gid } = image.user ?? nonroot;
  return {
    name: 'runtime',
    from: { kind: 'image', image: image.run },
    steps: [
      ...planLibraries(program),
      { kind: 'workdir', path: '/app' },
      ...shipped.map(({ source, name, without }): Step => ({
        kind: 'copy',
        sources: [source],
        target: `./${name}`,
        ...(without.length === 0 ? {} : { without }),
      })),
      ...writable.map(({ path }): Step => ({
        kind: 'copy',
        from: 'build',
        sources: [`${emptyFolders}${path}`],
        target: path,
        owner: `${String(uid)}:${String(gid)}`,
      })),
      { kind: 'copy', from: 'build', sources: [`${outputFolder}/`], target: `${programFolder}/` },
    ],
  };
}

/** Images with a package manager lack certificates or time zones, which the others have. */
function planLibraries({ image, libraries }: NativeImage): readonly Step[] {
  if (!image.hasShell) return [];
  const own = image.libc === 'musl' ? ['tzdata'] : ['ca-certificates', 'tzdata'];
  return planSystemPackages(image.libc, [...new Set([...own, ...libraries])].sort());
}

/** Makes the folders that the program fills, empty, for the image that runs. */
export function planEmptyFolders(writable: readonly WritablePath[]): readonly Step[] {
  if (writable.length === 0) return [];
  const folders = writable.map(({ path }) => `${emptyFolders}${path}`);
  return [{ kind: 'run', commands: [`mkdir -p ${folders.join(' ')}`] }];
}

/** Lines that speak of files; a route of a server may have the same name as a folder. */
const aboutFiles =
  /\bos\.|sqlite|getenv|Getenv|env::var|\bf?open\(|Open\(|create_dir|Path::new|PathBuf|filesystem|(?:DIR|PATH|FILE)\b/;

const dataFolders =
  /["'`](?:file:)?(\/(?:data|uploads|storage|var\/(?:lib|cache|spool)\/[\w.-]+|srv\/[\w.-]+))(?:\/[^"'`\n]*)?["'`]/g;

/** Folders for data that the sources name by an absolute path. */
export function findDataFolders(context: BuildContext, folder: string): readonly WritablePath[] {
  const lines = collectSources(context, folder).flatMap(([, text]) => text.split('\n'));
  const paths = lines.flatMap((line) =>
    [...line.matchAll(dataFolders)]
      .map(([, path = '']) => path)
      .filter((path) => path.startsWith('/var/') || aboutFiles.test(line)),
  );
  return [...new Set(paths)].sort().map((path) => ({
    path,
    purpose: 'Data that the program keeps there.',
    size: 1024,
    keep: true,
  }));
}

/** The route for health checks that the sources below a folder declare. */
export function findRouteBelow(context: BuildContext, folder: string): Fact<string> | undefined {
  const route: HealthRoute | undefined = findHealthRoute(context);
  if (route === undefined || (folder !== '' && !route.file.startsWith(`${folder}/`)))
    return undefined;
  return fact(route.path, { file: route.file, says: `The route ${route.path} is declared.` });
}

/**
 * Files and folders of a folder as the program names them.
 *
 * @param names folders with `/` at the end
 * @param extension of the files that are compiled: `.go`
 */
export function toShipped(
  context: BuildContext,
  folder: string,
  { names, extension }: { readonly names: readonly string[]; readonly extension: string },
): readonly ShippedPath[] {
  return names.map((each) => {
    const name = each.replace(/\/$/, '');
    const source = below(folder, name);
    const hasCode = context.visiblePaths.some(
      (path) => path.startsWith(`${source}/`) && path.endsWith(extension),
    );
    return { source, name, without: hasCode ? [`**/*${extension}`] : [] };
  });
}
