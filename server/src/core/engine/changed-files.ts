import type { FileChange, ProjectFiles } from '../project/project-files';

/** The project behind some changes; undefined when one of them was made from another text than is there. */
export function withChanges(
  project: ProjectFiles,
  changes: readonly FileChange[],
): ProjectFiles | undefined {
  const texts = new Map(project.texts);
  const paths = new Set(project.paths);
  for (const { path, before, after } of changes) {
    if (texts.get(path) !== before || (before === undefined && paths.has(path))) return undefined;
    texts.set(path, after);
    paths.add(path);
  }
  return { ...project, texts, paths: [...paths].sort() };
}

/** What changed in all from one project to a later one. */
export function changesBetween(
  before: ProjectFiles | undefined,
  after: ProjectFiles | undefined,
): readonly FileChange[] {
  if (before === after || after === undefined) return [];
  return [...after.texts].flatMap(([path, text]) => {
    const old = before?.texts.get(path);
    return old === text ? [] : [{ path, before: old, after: text }];
  });
}
