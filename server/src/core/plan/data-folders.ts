import type { BuildContext } from '../project/build-context';
import type { Step, WritablePath } from './image-plan';
import { collectSources } from './port';

/** Lines that speak of files in Java, Kotlin and C#; a route of a server may have the same name as a folder. */
const aboutFiles =
  /\b(?:Path|Paths|Files?|FileStream|StreamWriter|Directory|DirectoryInfo|FileInfo|getenv|GetEnvironmentVariable)\b|(?:sqlite|h2):|Data Source=|(?:DIR|PATH|FILE)\b/i;

const dataFolder =
  /["'=:](\/(?:data|uploads|storage|var\/(?:lib|cache|spool)\/[\w.-]+|srv\/[\w.-]+))(?:\/[^"'\n]*)?["';]/g;

/** Folders for data that the sources name by an absolute path. */
export function findDataFolders(context: BuildContext, folder: string): readonly WritablePath[] {
  const lines = collectSources(context, folder).flatMap(([, text]) => text.split('\n'));
  const paths = lines.flatMap((line) =>
    [...line.matchAll(dataFolder)]
      .map(([, path = '']) => path)
      .filter((path) => path.startsWith('/var/') || aboutFiles.test(line)),
  );
  return [...new Set(paths)].sort().map((path) => ({
    path,
    purpose: 'Data that the program keeps there.',
    size: 1024,
    keep: true,
  }));
}

/** Where the stage that builds makes the folders that the program fills. */
const emptyFolders = '/empty';

/** Makes the folders that the program fills, empty, in the stage that builds: images may have no shell. */
export function makeDataFolders(writable: readonly WritablePath[]): readonly Step[] {
  if (writable.length === 0) return [];
  const folders = writable.map(({ path }) => `${emptyFolders}${path}`);
  return [{ kind: 'run', commands: [`mkdir -p ${folders.join(' ')}`] }];
}

/** Brings those folders into the stage that is shipped, for the account that fills them. */
export function copyDataFolders(
  writable: readonly WritablePath[],
  { uid, gid }: { readonly uid: number; readonly gid: number },
): readonly Step[] {
  return writable.map(({ path }) => ({
    kind: 'copy',
    from: 'build',
    sources: [`${emptyFolders}${path}`],
    target: path,
    owner: `${String(uid)}:${String(gid)}`,
  }));
}
