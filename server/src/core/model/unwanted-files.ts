import type { BuildContext } from '../project/build-context';
import { copiedPaths } from './context-paths';
import type { CopyFacts } from './files';
import { findCertainSecret } from './secret-files';

/** A file or folder of the build context that a broad COPY brings though no image should hold it. */
export interface UnwantedFile {
  /** A folder ends with `/`. */
  readonly path: string;
  /** With its article, for a message. */
  readonly kind: string;
  readonly group: 'secret' | 'history' | 'dependencies';
  /** The line of the ignore file that leaves it out. */
  readonly ignoreLine: string;
}

/** Folders that a package manager fills for the machine it runs on. */
const dependencyFolders: ReadonlyMap<string, string> = new Map([
  ['node_modules', 'the installed packages of the host'],
  ['.venv', 'the virtual environment of the host'],
  ['venv', 'the virtual environment of the host'],
  ['__pycache__', 'compiled Python of the host'],
]);

/** What a copy brings that it should not; empty for a copy that names its files one by one. */
export function findUnwantedFiles(context: BuildContext, copy: CopyFacts): readonly UnwantedFile[] {
  const isBroad = copy.sources.some(
    ({ kind, path }) => kind === 'path' && path !== undefined && context.isFolder(path),
  );
  if (!isBroad) return [];
  return (copiedPaths(context, copy) ?? []).flatMap(
    (path) => toUnwanted(path, context.text(path)) ?? [],
  );
}

function toUnwanted(path: string, text: string | undefined): UnwantedFile | undefined {
  const folder = path.endsWith('/') ? path.slice(0, -1) : undefined;
  const name = (folder ?? path).slice((folder ?? path).lastIndexOf('/') + 1);
  const line = folder ?? path;
  if (folder === undefined) {
    const secret = findCertainSecret(path, text);
    if (secret === undefined) return undefined;
    return { path, kind: secret.kind, group: 'secret', ignoreLine: escapePattern(line) };
  }
  if (name === '.git') {
    return { path, kind: 'the history of the repository', group: 'history', ignoreLine: line };
  }
  const kind = dependencyFolders.get(name);
  if (kind === undefined) return undefined;
  return { path, kind, group: 'dependencies', ignoreLine: `**/${name}` };
}

/** A path whose characters all stand for themselves in an ignore file. */
function escapePattern(path: string): string {
  return path.replace(/[*?[\\]/g, '\\$&');
}
