import path from 'node:path';

/**
 * A path as services show it beside the files of a repository: relative to the current folder where it lies below it,
 * with slashes, without `./`.
 */
export function toReportPath(file: string): string {
  const relative = path.relative('', file);
  const isBelow = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return (isBelow ? relative : file).replaceAll(path.sep, '/');
}
