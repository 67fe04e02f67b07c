import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import type { BaseChoices } from './choices';
import type { PlannedFile, PlannedStage, Runtime, Step } from './image-plan';
import { siteFolder, writeNginxSettings, type FileServing } from './nginx-settings';
import { chooseCycle } from './supported-version';

/** A server for files. */
export interface PlannedSite {
  readonly stage: PlannedStage;
  readonly runtime: Runtime;
  readonly files: readonly PlannedFile[];
}

/** The families that have an image of nginx. */
export const siteBases = ['alpine', 'slim', 'dhi'] as const;

/** The name of the settings of nginx beside the Dockerfile: one that no file of the project has. */
export function nameSettings(context: BuildContext, folder: string): string {
  return context.has(below(folder, 'nginx.conf')) === 'no' ? 'nginx.conf' : 'nginx.image.conf';
}

/**
 * The stage that serves files, and how it is run; a sentence when there is no image for it.
 *
 * @param copies steps that take the files to a folder of the image
 * @param folder of the Dockerfile, relative to the build context
 * @param settings name of the settings beside the Dockerfile
 */
export function planSite(
  copies: (target: string) => readonly Step[],
  serving: Omit<FileServing, 'port' | 'healthPaths'>,
  choices: BaseChoices,
  { folder, settings }: { readonly folder: string; readonly settings: string },
): PlannedSite | string {
  const cycle = chooseCycle('nginx', undefined, choices.today);
  const image =
    cycle === undefined ? undefined : findRecipeImage('nginx', choices.base, cycle.cycle);
  if (image === undefined) return `There is no image of nginx in the family "${choices.base}".`;
  const port = choices.port ?? 8080;
  const livePath = choices.healthPath ?? '/healthz';
  const readyPath = choices.readyPath ?? '/healthz';
  const target = serving.base === '' ? siteFolder : `${siteFolder}/${serving.base}`;
  const steps: readonly Step[] = [
    { kind: 'copy', sources: [below(folder, settings)], target: '/etc/nginx/nginx.conf' },
    ...copies(target),
  ];
  return {
    stage: { name: 'runtime', from: { kind: 'image', image: image.run }, steps },
    runtime: {
      user: image.user ?? { uid: 65532, gid: 65532 },
      environment: [],
      port,
      entrypoint: [image.program ?? 'nginx'],
      command: ['-e', 'stderr', '-g', 'daemon off;'],
      health: {
        test: probe(image, port, livePath),
        livePath,
        readyPath,
        startPeriod: 5,
      },
      writablePaths: [],
      needsInit: false,
      stopSignal: 'SIGQUIT',
      resources: { cpus: 0.5, memory: 64, processes: 50 },
      tmpWithoutPrograms: true,
      services: [],
      secretVariables: [],
    },
    files: [
      {
        path: settings,
        text: writeNginxSettings({
          ...serving,
          port,
          healthPaths: [...new Set([livePath, readyPath].map(withoutQuery))].filter(isNoPage),
        }),
        purpose: 'How nginx hands out the files.',
      },
    ],
  };
}

function withoutQuery(path: string): string {
  return path.replace(/\?.*$/, '');
}

/** False for the root and for what has the ending of a file, which the site itself answers. */
function isNoPage(path: string): boolean {
  return !path.endsWith('/') && !/\.\w+$/.test(path);
}

/** The Debian image has curl, those of Alpine the wget of BusyBox. */
function probe(image: RecipeImage, port: number, path: string): readonly string[] {
  const address = `http://127.0.0.1:${String(port)}${path}`;
  return image.libc === 'glibc'
    ? ['curl', '-fsS', '-o', '/dev/null', address]
    : ['wget', '-q', '-O', '/dev/null', address];
}
