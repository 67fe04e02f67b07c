import type { CopyFacts } from '../model/files';
import type { DockerfileModel } from '../model/model';
import { findNodeArtifacts } from '../model/node-artifacts';
import { readNodeStage, type NodeStage } from '../model/node-stage';
import { findNodeStart } from '../model/node-start';
import type { Stage } from '../model/stage-graph';
import { readProgramSources } from '../project/node-sources';
import type { Edit } from '../text/edit';
import { sourceOf } from './instructions';

/** A copy of a whole builder folder, and the copies of what the program needs of it. */
export interface WholeCopy {
  readonly copy: CopyFacts;
  /** What is left behind, some of it. */
  readonly left: readonly string[];
  readonly edits: readonly Edit[];
  readonly evidence: readonly string[];
}

/** Steps of the shipped stage that read none of the copied files. */
const harmless =
  /^(?:mkdir|chown|chmod|useradd|groupadd|adduser|addgroup|apt-get|apt|apk|rm|set|echo|true|touch)$/;

/**
 * Finds a copy of the whole folder that another stage builds in, where all is known that the program needs of it.
 * Undefined when there is none, or when that is not known.
 */
export function findWholeCopy(model: DockerfileModel): WholeCopy | undefined {
  const { target, context } = model;
  if (target === undefined || context === undefined) return undefined;
  const isQuiet =
    target.base.kind === 'image' &&
    model.runsOf(target).every(({ complete }) => complete) &&
    model.commandsOf(target).every(({ name }) => harmless.test(name ?? ''));
  if (!isQuiet) return undefined;
  for (const copy of model.copiesOf(target)) {
    const found = readCopy(model, target, copy);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readCopy(model: DockerfileModel, target: Stage, copy: CopyFacts): WholeCopy | undefined {
  const { origin, sources, instruction } = copy;
  const [source, ...others] = sources;
  if (origin.kind !== 'stage' || source?.path === undefined || others.length !== 0)
    return undefined;
  if (instruction.json !== undefined || copy.target === undefined) return undefined;
  const builder = origin.stage;
  const node = readNodeStage(model, builder);
  if (typeof node !== 'object' || !node.builds || `/${source.path}` !== node.workdir)
    return undefined;
  if (model.copiesOf(target).some((other) => other !== copy && other.target === copy.target)) {
    return undefined;
  }
  const found = findArtifacts(model, target, builder, node);
  if (found === undefined) return undefined;
  const kept = found.paths;
  const left = leftBehind(node, kept);
  if (left.length === 0 || kept.length === 0) return undefined;
  return { copy, left, edits: [writeCopies(model, copy, node, kept)], evidence: found.evidence };
}

/** Paths below the folder of the project that the program needs; undefined when that is not known. */
function findArtifacts(
  model: DockerfileModel,
  target: Stage,
  builder: Stage,
  node: NodeStage,
): { readonly paths: readonly string[]; readonly evidence: readonly string[] } | undefined {
  const start = findNodeStart(model, target);
  const sources = readProgramSources(node.context, node.folder);
  if (typeof start === 'string' || sources === undefined || start.workdir !== undefined) {
    return undefined;
  }
  if (namesFile(model, target, node)) return undefined;
  const { lastStep } = node;
  const found = findNodeArtifacts({
    model,
    stage: builder,
    node,
    sources,
    words: start.words,
    lastStep,
  });
  if (typeof found === 'string') return undefined;
  const prefix = `${node.workdir === '/' ? '' : node.workdir}/`;
  const inside = found.artifacts.flatMap(({ from }) =>
    from.startsWith(prefix) ? [from.slice(prefix.length)] : [],
  );
  return inside.length === found.artifacts.length &&
    found.artifacts.every(({ from }) => from !== node.workdir)
    ? { paths: inside, evidence: found.evidence }
    : undefined;
}

/** True when an ENV of the shipped stage names a file of the project. */
function namesFile(model: DockerfileModel, target: Stage, { context, folder }: NodeStage): boolean {
  return model.variables
    .atEnd(target)
    .all()
    .some(({ value, kind }) => {
      const path = value?.replace(/^(?:\.?\/)+/, '') ?? '';
      return (
        kind === 'env' &&
        /[./]/.test(path) &&
        context.has(`${folder === '' ? '' : `${folder}/`}${path}`) === 'yes'
      );
    });
}

const unseen =
  /(?:^|\/)(?:\.git|\.dockerignore|Dockerfile[^/]*|compose[^/]*|docker-compose[^/]*)(?:\/|$)/;

/** Files of the project that stay in the builder. */
function leftBehind({ context, folder }: NodeStage, kept: readonly string[]): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return context.visiblePaths
    .filter((path) => path.startsWith(prefix) && !unseen.test(path))
    .map((path) => path.slice(prefix.length))
    .filter((path) => !kept.some((each) => path === each || path.startsWith(`${each}/`)))
    .filter((path) => /\.[cm]?tsx?$|\.jsx$|(?:^|\/)(?:tests?|src|__tests__)\//.test(path));
}

/** One COPY for the files at the top, one for each folder, with the flags of the old one. */
function writeCopies(
  model: DockerfileModel,
  { instruction, destination, sources }: CopyFacts,
  { workdir, context, folder }: NodeStage,
  paths: readonly string[],
): Edit {
  const written = destination?.text ?? '.';
  const to = /^\.?\/?$/.test(written) && written !== '/' ? '.' : written.replace(/\/$/, '');
  const from = sources[0]?.word.text.replace(/\/\.?$/, '') ?? workdir;
  const head = model.text.slice(
    instruction.span.start,
    sources[0]?.word.span.start ?? instruction.span.end,
  );
  const isFolder = (path: string): boolean =>
    path === 'node_modules' ||
    context.isFolder(folder === '' ? path : `${folder}/${path}`) ||
    !/\.[\w-]+$/.test(path) ||
    context.has(folder === '' ? path : `${folder}/${path}`) !== 'yes';
  const files = paths.filter((path) => !isFolder(path) && !path.includes('/'));
  const rest = paths.filter((path) => !files.includes(path));
  const lines = [
    ...(files.length === 0
      ? []
      : [`${head}${files.map((file) => `${from}/${file}`).join(' ')} ${to}/`]),
    ...rest.map(
      (path) =>
        `${head}${from}/${path} ${to}/${isFolder(path) ? path : path.replace(/[^/]+$/, '')}`,
    ),
  ];
  const source = sourceOf(model, instruction);
  const ending = /\r?\n$/.exec(source)?.[0] ?? '';
  const end = instruction.lineSpan.end - ending.length;
  return {
    span: { start: instruction.span.start, end },
    text: lines.join(model.layout.lineEnding),
  };
}
