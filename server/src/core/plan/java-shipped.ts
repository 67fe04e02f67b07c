import type { BuildContext } from '../project/build-context';
import { isManagedFile, findRunTimeFiles } from '../project/run-time-files';

/** Sources, what goes into the jar, and what only the build tools read. */
const builtFiles =
  /^(?:src|build|target|out|bin|buildSrc|gradle|config\/(?:checkstyle|pmd|spotbugs|detekt))\/|(?:^|\/)\.[^/]+(?:\/|$)|(?:^|\/)src\/(?:main|test)\/|\.(?:java|kt|kts|groovy|scala|jar)$|(?:^|\/)(?:lombok\.config|gradle\.lockfile|checkstyle[\w.-]*\.xml|detekt\.ya?ml|libs\.versions\.toml)$/;

/**
 * Files and folders beside the sources that the program reads when it runs, relative to its folder; of a folder of
 * which something is read, all of it. Empty too when the sources could not be read.
 */
export function collectJavaFiles(context: BuildContext, folder: string): readonly string[] {
  const found = findRunTimeFiles(context, folder, { sources: /\.(?:java|kt|kts|groovy|scala)$/ });
  if (found.kind === 'unknown') return [];
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = found.paths
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .filter(
      (path) => !builtFiles.test(`${path}/`) && !builtFiles.test(path) && !isManagedFile(path),
    )
    .map((path) => path.replace(/\/.*/, ''));
  return [...new Set(names)].sort();
}
