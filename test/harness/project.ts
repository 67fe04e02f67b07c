import type { ProjectFiles } from '../../server/src/core/project/project-files';

/** A project of a few files beside its Dockerfile; an empty folder is a path that ends with `/`. */
export function toProject(
  files: Readonly<Record<string, string>>,
  dockerfile = 'Dockerfile',
): ProjectFiles {
  return {
    paths: [...Object.keys(files), dockerfile].sort(),
    complete: true,
    texts: new Map(Object.entries(files).filter(([path]) => !path.endsWith('/'))),
    dockerfile,
  };
}
