/**
 * A path in the build context, as files beside the Dockerfile have to write it.
 *
 * @param contextFolder the build context, relative to the folder of the Dockerfile: `.`, or `../..`
 */
export function atContextRoot(contextFolder: string, path: string): string {
  return contextFolder === '.' ? path : `${contextFolder}/${path}`;
}

/**
 * A path at the root of the project, as files beside the Dockerfile have to write it.
 *
 * @param folder the folder of the Dockerfile, relative to the project
 */
export function atProjectRoot(folder: string, path: string): string {
  return folder === '' ? path : `${folder.replace(/[^/]+/g, '..')}/${path}`;
}
