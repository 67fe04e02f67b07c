import type { BuildContext } from '../project/build-context';
import { findBuildOutputs } from '../project/node-build';
import { below } from '../project/node-package-manager';
import { findSaying, readKnownSources, startsPrograms } from '../project/node-sources';
import { byDefault, fact, saidIn, type Fact } from './evidence';
import type { NodePackages } from './node-packages';
import { filesOf, type NodeStart } from './node-start';
import { needsPrismaEngine } from './node-system';
import { collectShippedFiles } from './shipped-files';

/** What of a package is in the image; paths are relative to the build context. */
export interface NodeParts {
  readonly folder: string;
  /** Folders that the build writes; undefined: all that it leaves has to be taken. */
  readonly outputs: Fact<readonly string[] | undefined>;
  /** Files and folders (with `/` at the end) that run as they are. */
  readonly shipped: readonly string[];
}

/** What a program of Node.js is made of. */
export interface NodeProgram {
  /** The script that builds; undefined when the sources run as they are. */
  readonly build: Fact<string> | undefined;
  readonly own: NodeParts;
  /** Members of the workspace that it needs when it runs. */
  readonly members: readonly NodeParts[];
  /** True when Prisma has to write its client before the build. */
  readonly generatesPrisma: boolean;
  /** True when Prisma writes its client into `node_modules`. */
  readonly hasPrismaClient: boolean;
  /** True when the sources start other programs. */
  readonly startsPrograms: boolean;
}

const buildScripts = ['build:prod', 'build:production', 'build', 'compile'];

/** Reads what the program is made of; a sentence when that cannot be built. */
export function readNodeProgram(
  context: BuildContext,
  folder: string,
  packages: NodePackages,
  start: NodeStart,
): NodeProgram | string {
  const { manifest, workspace, release } = packages;
  const script = buildScripts.find((name) => manifest.scripts.has(name));
  const text = (script === undefined ? undefined : manifest.scripts.get(script)) ?? '';
  const files = filesOf(start.arguments).filter((file) => !file.startsWith('node_modules/'));
  const missing = files.find((file) => !isThere(context, folder, file));
  if (script === undefined && missing !== undefined) {
    return `${manifest.path} starts ${missing}, which is not there, and no script "build" makes it.`;
  }
  const outputs = script === undefined ? undefined : findOutputs(context, folder, script, start);
  const known = outputs?.value;
  const isBuilt = (file: string): boolean =>
    known?.some((each) => file === each || file.startsWith(`${each}/`)) === true;
  const stray = files.find((file) => !isBuilt(file) && !isThere(context, folder, file));
  const made =
    known !== undefined && stray !== undefined
      ? fact(undefined, byDefault(`No tool that is known writes ${stray}.`))
      : outputs;
  const isPrisma = manifest.dependencies.has('@prisma/client');
  const hasPrismaClient = needsPrismaEngine(manifest) && importsDefaultClient(context, folder);
  if (hasPrismaClient && release.value === 'pnpm') {
    return 'With pnpm the client of Prisma lies in a folder that cannot be named: give the generator an "output" in the schema.';
  }
  const others = (workspace?.needed ?? []).filter((each) => each.folder !== folder);
  const sources = made === undefined || (made.value !== undefined && !files.every(isBuilt));
  return {
    build:
      script === undefined || isIdle(made, hasPrismaClient)
        ? undefined
        : saidScript(context, packages, script, text),
    own: {
      folder,
      outputs: toContext(folder, made ?? fact([], byDefault('Nothing is built.'))),
      shipped: shippedOf(context, folder, sources, {
        outputs: made?.value ?? [],
        without: folder === '' ? others.map((each) => each.folder) : [],
      }),
    },
    members: others
      .filter((each) => workspace?.running.includes(each.name) === true)
      .map((each) => readMember(context, each.folder, each.manifest.scripts.has('build'))),
    generatesPrisma: isPrisma && !/prisma\s+generate/.test(text) && hasPrisma(packages),
    hasPrismaClient,
    startsPrograms: findSaying(readKnownSources(context, folder), startsPrograms) !== undefined,
  };
}

/** True when a build only checks, so that nothing of it is needed. */
function isIdle(made: Fact<readonly string[] | undefined> | undefined, isPrisma: boolean): boolean {
  return made?.value?.length === 0 && !isPrisma;
}

function saidScript(
  context: BuildContext,
  { manifest }: NodePackages,
  script: string,
  text: string,
): Fact<string> {
  const says = `The script "${script}" is "${text}".`;
  return fact(script, saidIn(context, manifest.path, new RegExp(`"${script}"\\s*:`), says));
}

function findOutputs(
  context: BuildContext,
  folder: string,
  script: string,
  { framework }: Pick<NodeStart, 'framework'>,
): Fact<readonly string[] | undefined> {
  if (framework?.outputs !== undefined) {
    const says = `"${framework.package}" builds ${framework.outputs.join(', ')}.`;
    return fact(framework.outputs, byDefault(says));
  }
  const outputs = findBuildOutputs(context, folder, { scripts: [script], commands: [] });
  return outputs.kind === 'known'
    ? fact(outputs.folders, byDefault(outputs.evidence.join(' ')))
    : fact(undefined, byDefault(outputs.reason));
}

function toContext(
  folder: string,
  outputs: Fact<readonly string[] | undefined>,
): Fact<readonly string[] | undefined> {
  return fact(
    outputs.value?.map((each) => below(folder, each)),
    outputs.evidence,
  );
}

function shippedOf(
  context: BuildContext,
  folder: string,
  sources: boolean,
  {
    outputs,
    without,
  }: { readonly outputs: readonly string[]; readonly without: readonly string[] },
): readonly string[] {
  return collectShippedFiles(context, folder, { sources, without, exact: true })
    .filter((name) => !outputs.some((each) => name === `${each}/` || name.startsWith(`${each}/`)))
    .map((name) => below(folder, name));
}

function readMember(context: BuildContext, folder: string, isBuilt: boolean): NodeParts {
  const outputs = isBuilt
    ? findOutputs(context, folder, 'build', { framework: undefined })
    : fact([], byDefault('Nothing is built.'));
  return {
    folder,
    outputs: toContext(folder, outputs),
    shipped: shippedOf(context, folder, outputs.value?.length === 0, {
      outputs: outputs.value ?? [],
      without: [],
    }),
  };
}

/** A file as Node.js finds it: with its ending, without, or a folder with an index. */
function isThere(context: BuildContext, folder: string, file: string): boolean {
  const forms = [file, `${file}.js`, `${file}.mjs`, `${file}.cjs`, `${file}/index.js`];
  return forms.some(
    (form) => context.has(below(folder, form)) === 'yes' && !context.isFolder(below(folder, form)),
  );
}

function importsDefaultClient(context: BuildContext, folder: string): boolean {
  const pattern = /from\s+['"]@prisma\/client['"]|require\(['"]@prisma\/client['"]\)/;
  return findSaying(readKnownSources(context, folder), pattern) !== undefined;
}

function hasPrisma({ manifest, workspace }: NodePackages): boolean {
  return [manifest, workspace?.root ?? manifest].some(
    ({ dependencies, devDependencies }) =>
      devDependencies.has('prisma') || dependencies.has('prisma'),
  );
}
