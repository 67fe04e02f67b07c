/** True when `path` is `folder` or lies below it; both absolute, without trailing slash. */
export function isCoveredBy(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}
