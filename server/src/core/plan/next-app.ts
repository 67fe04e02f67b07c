import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { collectFromSources, readKnownSources } from '../project/node-sources';
import type { PackageJson } from '../project/package-json';
import { fact, presence, saidIn, type Evidence, type Fact } from './evidence';

/** What a Next.js application says of itself. */
export interface NextApplication {
  readonly build: Fact<string>;
  /** Where the settings ask for a server of its own. */
  readonly standalone: Evidence;
  /** Folder that the build writes, relative to the application. */
  readonly output: string;
  readonly hasPublicFolder: boolean;
  readonly port: Fact<number>;
  readonly health: Fact<string> | undefined;
  readonly variables: readonly string[];
  readonly settingFiles: readonly string[];
  /** Major version, where `package.json` names one. */
  readonly major: number | undefined;
}

const settingNames = [
  'next.config.ts',
  'next.config.mjs',
  'next.config.js',
  'next.config.cjs',
  'next.config.mts',
];

/** The settings of Next.js in a folder. */
export function readNextSettings(
  context: BuildContext,
  folder: string,
): { readonly path: string; readonly text: string } | undefined {
  const path = settingNames
    .map((name) => below(folder, name))
    .find((each) => context.has(each) === 'yes');
  const text = path === undefined ? undefined : context.text(path);
  return path === undefined || text === undefined ? undefined : { path, text };
}

/** Reads a Next.js application; a sentence when no image can be made of it as it is. */
export function readNextApplication(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
): NextApplication | string {
  const settings = readNextSettings(context, folder);
  const standalone = /\boutput\s*:\s*['"`]standalone['"`]/;
  if (settings === undefined || !standalone.test(settings.text)) {
    const file = settings?.path ?? below(folder, 'next.config.mjs');
    return `Set output: 'standalone' in ${file}: the image then holds a server with the packages that it needs, and no others.`;
  }
  const build = manifest.scripts.get('build');
  if (build?.includes('next build') !== true) {
    return `${manifest.path} needs a script "build" that runs "next build".`;
  }
  const { text, path } = settings;
  const start = manifest.scripts.get('start') ?? '';
  const port = /(?:-p|--port)[ =](\d{2,5})/.exec(start)?.[1];
  return {
    build: fact(
      'build',
      saidIn(context, manifest.path, /"build"\s*:/, `The script "build" is "${build}".`),
    ),
    standalone: saidIn(context, path, standalone, 'The build makes a server of its own.'),
    output: /\bdistDir\s*:\s*(['"`])\.?\/?([\w./-]+)\1/.exec(text)?.[2] ?? '.next',
    hasPublicFolder: context.isFolder(below(folder, 'public')),
    port:
      port === undefined
        ? fact(3000, { says: 'Next.js listens on 3000.' })
        : fact(
            Number(port),
            saidIn(context, manifest.path, /"start"\s*:/, `The script "start" is "${start}".`),
          ),
    health: findHealth(context, folder),
    variables: findPublicVariables(context, folder),
    settingFiles: ['.env.production']
      .map((name) => below(folder, name))
      .filter((each) => context.has(each) === 'yes'),
    major: readMajor(manifest),
  };
}

function readMajor(manifest: PackageJson): number | undefined {
  const version = /^[\^~>=v\s]*(\d+)/.exec(manifest.dependencies.get('next') ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}

/** A route handler or an API route: its folders are its address. */
function findHealth(context: BuildContext, folder: string): Fact<string> | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  const name = '(?:livez|healthz|health|ping|status)';
  const patterns = [
    new RegExp(`^(?:src/)?app/((?:[\\w()-]+/)*${name})/route\\.[jt]sx?$`),
    new RegExp(`^(?:src/)?pages/(api/(?:[\\w-]+/)*${name})\\.[jt]sx?$`),
  ];
  for (const path of context.visiblePaths) {
    if (!path.startsWith(prefix)) continue;
    const own = path.slice(prefix.length);
    const found = patterns.flatMap((pattern) => pattern.exec(own)?.[1] ?? [])[0];
    if (found === undefined) continue;
    const route = found
      .split('/')
      .filter((part) => !part.startsWith('('))
      .join('/');
    return fact(`/${route}`, presence(path));
  }
  return undefined;
}

function findPublicVariables(context: BuildContext, folder: string): readonly string[] {
  const sources = readKnownSources(context, folder);
  return [...collectFromSources(sources, /\bprocess\.env\.(NEXT_PUBLIC_\w+)/g)].sort();
}
