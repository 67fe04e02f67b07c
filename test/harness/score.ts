import {
  isCompanion,
  scoreFiles,
  type Generation,
  type ProjectFiles,
  type Score,
  type ScoredPoint,
} from '../../server/src/core/service';
import { today } from './recipe-cases';

/** Scores what the generator makes, together with the project it was made for. */
export function scoreGeneration(project: ProjectFiles, generation: Generation): Score {
  const texts = new Map([
    ...project.texts,
    ...generation.files.map(({ path, text }): [string, string] => [path, text]),
  ]);
  const dockerfile = generation.files.find(({ path }) => path.endsWith('Dockerfile'));
  if (dockerfile === undefined) throw new Error('no Dockerfile');
  return scoreTexts(texts, { dockerfile: dockerfile.path, paths: project.paths });
}

/** Scores files by path. */
export function scoreTexts(
  texts: ReadonlyMap<string, string>,
  {
    dockerfile = 'Dockerfile',
    paths = [],
  }: { readonly dockerfile?: string; readonly paths?: readonly string[] } = {},
): Score {
  return scoreFiles({
    dockerfile: texts.get(dockerfile) ?? '',
    project: {
      paths: [...new Set([...paths, ...texts.keys()])].sort(),
      complete: true,
      texts,
      dockerfile,
    },
    companions: new Map([...texts].filter(([path]) => isCompanion(path))),
    today,
  });
}

/** The points that are not passed, a line each. */
export function describeLosses({ points }: Score): readonly string[] {
  return points.filter(({ result }) => result === 'half' || result === 'fail').map(describeLoss);
}

function describeLoss({ point, result, problems }: ScoredPoint): string {
  const says = problems
    .map(({ file, line, says: text }) => `${file}${line === undefined ? '' : `:${line}`} ${text}`)
    .join(' | ');
  return `${point.id} ${result}: ${says}`;
}
