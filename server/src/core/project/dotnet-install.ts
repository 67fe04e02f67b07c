import type { BuildContext } from './build-context';
import { readDotnetProject } from './dotnet-project';
import {
  foldersAbove,
  isVisibleFile,
  resolveBelow,
  type InputAnswer,
  parentFolder,
} from './install-inputs';
import { below } from './node-package-manager';

/** Files that every project below their folder reads. Names differ in their case. */
const sharedFile =
  /^(?:Directory\.(?:Build|Packages)\.(?:props|targets)|nuget\.config|global\.json|packages\.lock\.json)$/i;

/**
 * What `dotnet restore` reads: a project or solution, the projects it refers to, and what is set for their folders.
 * Source: https://learn.microsoft.com/dotnet/core/tools/dotnet-restore
 *
 * @param target path of a project, a solution or a folder, from the folder it is given in
 */
export function findDotnetInputs(
  context: BuildContext,
  folder: string,
  target: string,
): InputAnswer {
  const place = resolveBelow(folder, target);
  if (place === undefined) return `"${target}" lies outside of the copied folder.`;
  const starts = findStarts(context, place);
  if (typeof starts === 'string') return starts;
  const files = new Set<string>(starts.solution === undefined ? [] : [starts.solution]);
  const queue = [...starts.projects];
  for (const path of queue) {
    if (files.has(path)) continue;
    const project = isVisibleFile(context, path) ? readDotnetProject(context, path) : undefined;
    const text = context.text(path) ?? '';
    if (project === undefined) return `${path} cannot be read.`;
    if (/<Import\b|<Reference\b[^>]*HintPath|\$\(MSBuildThisFileDirectory\)/.test(text)) {
      return `${path} reads other files of the project.`;
    }
    files.add(path);
    for (const reference of project.references) {
      const other = resolveBelow(parentFolder(path), reference);
      if (other === undefined) return `${path} refers to "${reference}".`;
      queue.push(other);
    }
  }
  const shared = findSharedFiles(context, [...files]);
  const odd = shared.find(
    (path) =>
      /<Import\b/.test(context.text(path) ?? '<Import ') && /\.(?:props|targets)$/i.test(path),
  );
  if (odd !== undefined) return `${odd} reads other files of the project, or cannot be read.`;
  return {
    files: [...files, ...shared],
    folders: [],
    evidence: [
      `The projects are ${[...files].filter((each) => each !== starts.solution).join(', ')}.`,
    ],
    results: [...files].flatMap((path) =>
      ['bin', 'obj'].map((name) => below(parentFolder(path), name)),
    ),
  };
}

interface Starts {
  readonly solution: string | undefined;
  readonly projects: readonly string[];
}

function findStarts(context: BuildContext, place: string): Starts | string {
  if (place.endsWith('proj')) return { solution: undefined, projects: [place] };
  const solutions = /\.slnx?$/.test(place)
    ? [place]
    : context.visiblePaths.filter(
        (path) => parentFolder(path) === (place === '.' ? '' : place) && /\.slnx?$/.test(path),
      );
  const [solution, ...others] = solutions;
  if (solution === undefined) {
    const projects = context.visiblePaths.filter(
      (path) =>
        parentFolder(path) === (place === '.' ? '' : place) && /\.(?:cs|fs|vb)proj$/.test(path),
    );
    return projects.length === 1
      ? { solution: undefined, projects }
      : 'Which project is restored is not clear.';
  }
  const text = context.text(solution);
  if (text === undefined || others.length !== 0) return 'Which solution is restored is not clear.';
  const projects = [...text.matchAll(/["']([^"']+\.(?:cs|fs|vb)proj)["']/g)].map(([, path = '']) =>
    resolveBelow(parentFolder(solution), path.replace(/\\/g, '/')),
  );
  if (/proj["']/.test(text.replace(/\.(?:cs|fs|vb)proj["']/g, ''))) {
    return `${solution} has projects that are not of .NET.`;
  }
  const known = projects.filter((path) => path !== undefined);
  return known.length === projects.length
    ? { solution, projects: known }
    : `${solution} names projects outside of the build context.`;
}

/** The files set for the folders of the projects and those above them. */
function findSharedFiles(context: BuildContext, projects: readonly string[]): readonly string[] {
  const folders = new Set(
    projects.flatMap((path) => [parentFolder(path), ...foldersAbove(parentFolder(path))]),
  );
  return context.visiblePaths.filter(
    (path) =>
      folders.has(parentFolder(path)) && sharedFile.test(path.slice(path.lastIndexOf('/') + 1)),
  );
}
