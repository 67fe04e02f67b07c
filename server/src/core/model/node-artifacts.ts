import { findRunTimeFiles } from '../project/run-time-files';
import type { SourceText } from '../project/node-sources';
import { below } from '../project/node-package-manager';
import type { Instruction } from '../syntax/instruction';
import type { Artifact } from './builder-plan';
import { findContainerPaths } from './container-paths';
import { copiedPaths } from './context-paths';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { findEntryFile } from './node-start';
import type { NodeStage } from './node-stage';
import type { Stage } from './stage-graph';

/** What goes from a builder stage of Node.js into the image; a sentence when that is not known. */
export interface NodeArtifacts {
  readonly artifacts: readonly Artifact[];
  /** True when everything in the folder of the project comes along. */
  readonly isWhole: boolean;
  readonly evidence: readonly string[];
}

interface Request {
  readonly model: DockerfileModel;
  readonly stage: Stage;
  readonly node: NodeStage;
  readonly sources: readonly SourceText[];
  /** What the container starts. */
  readonly words: readonly string[];
  /** The last instruction of the builder stage. */
  readonly lastStep: Instruction;
}

/**
 * Chooses what the program needs: what was built, with packages and files that its sources name, where all of
 * that is known; else the whole folder of the project, as it was.
 */
export function findNodeArtifacts(request: Request): NodeArtifacts | string {
  const { model, stage, node, lastStep } = request;
  const offset = lastStep.span.start;
  const copies = model.copiesOf(stage).filter(({ instruction }) => instruction.span.start < offset);
  const outside = findOutside(model, stage, node, copies, offset);
  if (typeof outside === 'string') return outside;
  const modules = toArtifact(inFolder(node.workdir, 'node_modules'));
  const bringsSources = copies.some((copy) => mayBringSources(request, copy));
  if (!bringsSources && node.outputs.kind === 'known' && node.outputs.folders.length === 0) {
    const own = findManifests(request);
    return { artifacts: [...own, modules, ...outside], isWhole: false, evidence: [] };
  }
  const listed = findListed(request, copies);
  if (listed !== undefined) {
    const manifest = toArtifact(inFolder(node.workdir, 'package.json'));
    return {
      artifacts: [manifest, modules, ...listed.artifacts, ...outside],
      isWhole: false,
      evidence: listed.evidence,
    };
  }
  if (node.workdir === '/') return 'The project lies in the root folder of the image.';
  const whole = toArtifact(node.workdir);
  return {
    artifacts: [whole, ...outside],
    isWhole: true,
    evidence: ['The folder of the project is taken over as a whole.'],
  };
}

/** The absolute path of something in an absolute folder. */
function inFolder(folder: string, name: string): string {
  return `${folder === '/' ? '' : folder}/${name}`;
}

function toArtifact(path: string): Artifact {
  return { from: path, to: path };
}

/** `package.json`, unless a COPY below brings it again. */
function findManifests({ model, stage, node, lastStep }: Request): readonly Artifact[] {
  const path = below(node.folder, 'package.json');
  const again = model
    .copiesOf(stage)
    .filter(({ instruction }) => lastStep.span.start < instruction.span.start)
    .some((copy) => copiedPaths(node.context, copy)?.includes(path) === true);
  return again ? [] : [toArtifact(inFolder(node.workdir, 'package.json'))];
}

const manifestNames =
  /(?:^|\/)(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|bun\.lockb?|\.npmrc|\.yarnrc(?:\.yml)?|\.nvmrc|\.node-version)$|(?:^|\/)(?:patches|\.yarn)\//;

/** True when a copy brings more than manifests to the folder of the project, or that is not known. */
function mayBringSources({ node }: Request, copy: CopyFacts): boolean {
  const { target } = copy;
  if (target !== undefined && !isInside(node.workdir, target)) return false;
  const paths = copiedPaths(node.context, copy);
  return paths?.every((path) => manifestNames.test(path)) !== true;
}

function isInside(folder: string, path: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** Copies above the split that go elsewhere than to the project. */
function findOutside(
  model: DockerfileModel,
  stage: Stage,
  node: NodeStage,
  copies: readonly CopyFacts[],
  offset: number,
): readonly Artifact[] | string {
  const found = new Map<string, Artifact>();
  for (const copy of copies) {
    const { target, origin, sources } = copy;
    if (target === undefined) return 'Where a COPY puts its files is not known.';
    if (isInside(node.workdir, target)) continue;
    const isSingle = sources.length === 1 && !copy.intoFolder && target !== '/';
    if (copy.instruction.keyword === 'ADD' && !sources.every(({ kind }) => kind === 'path')) {
      return 'An ADD brings files that this file does not tell.';
    }
    if (sources.every(({ kind }) => kind === 'heredoc') && isSingle) {
      found.set(target, toArtifact(target));
      continue;
    }
    if (origin.kind !== 'context') {
      if (!isSingle || target.split('/').length < 3)
        return 'What a COPY --from brings is not known.';
      found.set(target, toArtifact(target));
      continue;
    }
    const paths = copiedPaths(node.context, copy);
    if (paths === undefined || 20 < paths.length)
      return `What COPY brings to ${target} is not known.`;
    for (const path of paths) {
      const places = findContainerPaths(model, stage, path, offset);
      for (const place of places ?? []) {
        if (!isInside(node.workdir, place)) found.set(place, toArtifact(place));
      }
    }
  }
  return [...found.values()];
}

/** The outputs and the files that the program reads; undefined when they do not tell all that it needs. */
function findListed(request: Request, copies: readonly CopyFacts[]): NodeArtifacts | undefined {
  const { model, stage, node, words, lastStep, sources } = request;
  const { outputs, workdir, folder, context } = node;
  if (!node.builds || outputs.kind === 'unknown' || outputs.folders.length === 0) return undefined;
  if (
    copies.some((copy) => copy.origin.kind !== 'context' && isInside(workdir, copy.target ?? '/'))
  ) {
    return undefined;
  }
  const entry = findEntryFile(words, workdir, node.manifest.main);
  const isBuilt = entry !== undefined && outputs.folders.some((each) => isInside(each, entry));
  const isProgram = entry?.startsWith('node_modules/') === true;
  if (!isBuilt && !isProgram) return undefined;
  if (reachesOut(sources, folder)) return undefined;
  const isTyped = isBuilt && sources.some(({ path }) => /\.[cm]?tsx?$/.test(path));
  const environment = model.variables
    .atEnd(stage)
    .all()
    .flatMap(({ name, value, kind }) =>
      kind === 'env' && value !== undefined ? [[`ENV ${name}`, value] as const] : [],
    );
  const files = findRunTimeFiles(context, '', {
    mentions: new Map([['CMD', words.join('" "')], ...environment]),
    ...(isTyped ? { sources: /\.(?:[cm]?tsx?|jsx)$/ } : {}),
  });
  if (files.kind === 'unknown') return undefined;
  const artifacts = new Map<string, Artifact>();
  for (const each of outputs.folders) artifacts.set(each, toArtifact(inFolder(workdir, each)));
  for (const path of [...files.paths, ...settingsOf(node, words)]) {
    if (outputs.folders.some((each) => isInside(below(folder, each), path))) continue;
    const places = placesOf(model, stage, node, path, lastStep.span.start);
    if (places === undefined) return undefined;
    for (const place of places) artifacts.set(place, toArtifact(place));
  }
  return {
    artifacts: [...artifacts.values()],
    isWhole: false,
    evidence: [...outputs.evidence, ...files.evidence],
  };
}

/** Settings of frameworks that the program reads when it starts. */
function settingsOf({ context, folder }: NodeStage, words: readonly string[]): readonly string[] {
  const name = /node_modules\/(next|vite|astro|nuxt)\//.exec(words.join(' '))?.[1];
  if (name === undefined) return [];
  const prefix = folder === '' ? '' : `${folder}/`;
  const settings = new RegExp(`^${name}\\.config\\.[cm]?[jt]s$`);
  return context.visiblePaths.filter(
    (path) => path.startsWith(prefix) && settings.test(path.slice(prefix.length)),
  );
}

/** Where the copies put a path, or what lies below it. */
function placesOf(
  model: DockerfileModel,
  stage: Stage,
  { context }: NodeStage,
  path: string,
  offset: number,
): readonly string[] | undefined {
  const places = findContainerPaths(model, stage, path, offset);
  if (places?.length !== 0 || !context.isFolder(path)) return places;
  const inner = context.visiblePaths
    .filter((each) => each.startsWith(`${path}/`))
    .map((each) => findContainerPaths(model, stage, each, offset));
  return inner.some((each) => each === undefined) ? undefined : inner.flatMap((each) => each ?? []);
}

/** True when a source imports a file outside of the top folder it lies in: the output may, too. */
function reachesOut(sources: readonly SourceText[], folder: string): boolean {
  const prefix = folder === '' ? '' : `${folder}/`;
  return sources.some(({ path, text }) => {
    const parts = path.slice(prefix.length).split('/');
    const up = '../'.repeat(parts.length - 1);
    if (parts.length < 2) return false;
    const pattern = new RegExp(`['"]${up.replace(/\./g, '\\.')}(?!package\\.json)[^'"]*['"]`);
    return pattern.test(text);
  });
}
